import { createRootRoute, createRoute, createRouter, Navigate, Outlet } from '@tanstack/react-router'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { type PageEntry, pages } from '../pages.ts'
import { useMay } from '../ui/me.tsx'
import { Skeleton } from '../ui/state.tsx'
import { Broken, NotHere, NotYours } from './aside-pages.tsx'
import { Shell } from './shell.tsx'

function Titled({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Footbridge`
  }, [title])
  return children
}

const arrived = new Map<PageEntry, ComponentType>()

/**
 * Fetches the page of an address ahead of drawing it. What is drawn in place of a skeleton React holds back for a third
 * of a second, so the first page would come that much later if it were fetched only where it stands.
 */
export async function fetchPage(address: string): Promise<void> {
  const like = (path: string) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}$`)
  const entry = pages.find(each => each.path === address) ?? pages.find(each => like(each.path).test(address))
  try {
    const page = await entry?.load()
    if (entry && page) arrived.set(entry, page.default)
  } catch {
    // It is asked for again where it stands, and there it is said that it did not come.
  }
}

/** What stands at an address: the page, or who may open it. */
function Entry({ entry, Later }: { entry: PageEntry; Later: ComponentType }) {
  const may = useMay()
  // Chosen once: a page that changed from one to the other would be built anew.
  const [Content] = useState<ComponentType>(() => arrived.get(entry) ?? Later)
  const { needs } = entry
  if (needs && !may(needs))
    return (
      <Titled title="Not for this role">
        <NotYours needs={needs} />
      </Titled>
    )
  return (
    <Suspense fallback={<Skeleton rows={6} />}>
      <Titled title={entry.title}>
        <Content />
      </Titled>
    </Suspense>
  )
}

const root = createRootRoute({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: () => (
    <Titled title="Not here">
      <NotHere />
    </Titled>
  ),
})

const routes = pages.map(entry => {
  const Later = lazy(entry.load)
  return createRoute({
    getParentRoute: () => root,
    path: entry.path,
    component: () => <Entry entry={entry} Later={Later} />,
    errorComponent: Broken,
  })
})
const staff = createRoute({
  getParentRoute: () => root,
  path: '/staff',
  component: () => <Navigate to="/staff/today" replace />,
})

/** Staff addresses and their pages. */
export const router = createRouter({
  routeTree: root.addChildren([staff, ...routes]),
  defaultErrorComponent: Broken,
  scrollRestoration: false,
})
