import { Menu, useMantineColorScheme } from '@mantine/core'
import { act } from '#kernel/client.ts'
import type { LeaveDoor } from '../doors.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { useHere, useMay } from '../ui/me.tsx'
import { useGo } from '../ui/route.tsx'
import { FindClient } from './find-client.tsx'
import { lockNow } from './idle.ts'
import { schemes } from './scheme.ts'

/** Signs out here and shows the sign-in page, with nothing left in memory. */
export async function leave(): Promise<void> {
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
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className="pick" aria-label={`Site: ${site.name}`}>
          <Icon name="building" />
          <span>{site.name}</span>
          <Icon name="down" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {me.sites.map(each => (
          <Menu.Item
            key={each.id}
            leftSection={each.id === site.id ? <Icon name="check" /> : <Icon name="building" />}
            onClick={() => chooseSite(each.id)}
          >
            {each.name}
            {each.id === site.id ? <span className="vh"> (chosen)</span> : null}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function PersonMenu({ onKeys }: { onKeys: () => void }) {
  const { me } = useHere()
  const go = useGo()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const named = me.credential ? `${me.name}, ${me.credential}` : me.name
  return (
    <Menu position="bottom-end" width={248}>
      <Menu.Target>
        <button type="button" className="pick person">
          <Avatar name={me.name} />
          <span className="word">{named}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="key" />} onClick={() => go('/staff/my-sign-ins')}>
          My sign-ins and password
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" />} rightSection={<kbd>?</kbd>} onClick={onKeys}>
          Keys of this page
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Colors</Menu.Label>
        {schemes.map(scheme => (
          <Menu.Item
            key={scheme.value}
            closeMenuOnClick={false}
            leftSection={<Icon name={colorScheme === scheme.value ? 'check' : 'contrast'} />}
            onClick={() => setColorScheme(scheme.value)}
          >
            {scheme.label}
            {colorScheme === scheme.value ? <span className="vh"> (chosen)</span> : null}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="lock" />} onClick={lockNow}>
          Lock this page
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="leave" />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
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
