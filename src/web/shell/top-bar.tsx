import { useMantineColorScheme } from '@mantine/core'
import { act } from '#kernel/client.ts'
import type { LeaveDoor } from '../doors.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { useHere, useMay } from '../ui/me.tsx'
import { Menu } from '../ui/menu.tsx'
import { useGo } from '../ui/route.tsx'
import { FindClient } from './find-client.tsx'
import { lockNow } from './idle.ts'
import { schemes } from './scheme.ts'
import { maySignOut } from './unsent.tsx'

/** Signs out here and shows the sign-in page, with nothing left in memory; what is not sent yet is told before. */
export async function leave(accountId: string): Promise<void> {
  if (!(await maySignOut(accountId))) return
  try {
    await act<LeaveDoor>('sign-in.leave', {})
  } finally {
    location.assign('/staff')
  }
}

function SiteMenu() {
  const { me, site, chooseSite } = useHere()
  if (me.sites.length < 2) {
    return (
      <span className="pick">
        <Icon name="building" />
        {site.name}
      </span>
    )
  }
  const items = me.sites.map(each => ({
    word: each.name,
    icon: 'building' as const,
    chosen: each.id === site.id,
    run: () => chooseSite(each.id),
  }))
  return (
    <Menu className="pick" label={`Site: ${site.name}`} groups={[{ label: 'Work at', items }]}>
      <Icon name="building" />
      <span>{site.name}</span>
      <Icon name="down" />
    </Menu>
  )
}

function PersonMenu({ onKeys }: { onKeys: () => void }) {
  const { me } = useHere()
  const go = useGo()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const named = me.credential ? `${me.name}, ${me.credential}` : me.name
  const colors = schemes.map(scheme => ({
    word: scheme.label,
    icon: 'contrast' as const,
    chosen: colorScheme === scheme.value,
    run: () => setColorScheme(scheme.value),
  }))
  return (
    <Menu
      className="pick person"
      groups={[
        {
          items: [
            { word: 'My sign-ins and password', icon: 'key', run: () => go('/staff/my-sign-ins') },
            { word: 'Keys of this page', icon: 'keyboard', run: onKeys, hint: '?' },
          ],
        },
        { label: 'Colors', items: colors },
        {
          items: [
            { word: 'Lock this page', icon: 'lock', run: lockNow },
            { word: 'Sign out', icon: 'leave', run: () => void leave(me.accountId) },
          ],
        },
      ]}
    >
      <Avatar name={me.name} />
      <span className="word">{named}</span>
    </Menu>
  )
}

/** Search, site and person. */
export function TopBar({ onKeys }: { onKeys: () => void }) {
  const may = useMay()
  return (
    <header className="top">
      {may('people.find') ? <FindClient /> : null}
      <span className="spread" />
      <SiteMenu />
      <PersonMenu onKeys={onKeys} />
    </header>
  )
}
