import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ask, callAs, Problem } from '#kernel/client.ts'
import type { Me, MeDoor } from './doors.ts'
import { Resting } from './shell/aside-pages.tsx'
import { onBack, watchConnection } from './shell/connection.ts'
import { keepPages } from './shell/kept-pages.ts'
import { fetchPage, router } from './shell/router.tsx'
import { theme, variables } from './theme.ts'
import { openQueryClient } from './ui/data.ts'
import { HereContext } from './ui/me.tsx'
import './look/font.css'
import './look/tokens.css'
import './look/mantine.css'
import './look/ground.css'
import './look/kit.css'
import './look/shell.css'
import './look/shell-narrow.css'

const DoorPage = lazy(() => import('./sign-in/door-page.tsx').then(door => ({ default: door.DoorPage })))
const siteKey = 'footbridge-site'
const scheme = localStorageColorSchemeManager({ key: 'footbridge-scheme' })
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce

/** Somebody is in: their pages, at the site they chose last on this device. */
function In({ me }: { me: Me }) {
  const [siteId, setSiteId] = useState(() => localStorage.getItem(siteKey))
  const site = me.sites.find(each => each.id === siteId) ?? me.sites[0] ?? { id: '', name: 'No site yet', zone: 'UTC' }
  const chooseSite = (id: string) => {
    localStorage.setItem(siteKey, id)
    setSiteId(id)
  }
  return (
    <HereContext value={{ me, site, chooseSite }}>
      <RouterProvider router={router} />
    </HereContext>
  )
}

function Start() {
  const me = useQuery<Me, Error>({
    queryKey: ['me'],
    // The page comes while it is asked who is there, and is there when it is first drawn.
    queryFn: async () => (await Promise.all([ask<MeDoor>('people.me', {}), fetchPage(location.pathname)]))[0],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  })
  const { refetch } = me
  const out = me.error instanceof Problem && me.error.status === 401
  const rests = !me.data && me.error !== null && !out
  useEffect(
    // What opened without a network came from this device, and may be older than the program is by now.
    () => onBack(() => (rests ? location.reload() : void refetch())),
    [refetch, rests],
  )
  const first = useRef(me.data?.accountId)
  first.current ??= me.data?.accountId
  if (me.data) {
    if (me.data.side !== 'staff') location.replace('/me')
    // Somebody else signed in in another tab: nothing that this page holds is theirs.
    if (me.data.accountId !== first.current) {
      location.reload()
      return null
    }
    return me.data.side === 'staff' ? <In me={me.data} /> : null
  }
  if (!me.error) return null
  return <Suspense fallback={null}>{out ? <DoorPage /> : <Resting />}</Suspense>
}

callAs('staff')
watchConnection()
keepPages()
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        colorSchemeManager={scheme}
        {...(nonce ? { getStyleNonce: () => nonce } : {})}
      >
        <QueryClientProvider client={openQueryClient()}>
          <Start />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
