import { createRootRoute, createRoute, createRouter, Navigate, Outlet } from '@tanstack/react-router'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react'
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

/** What stands at an address: the page, or who may open it. */
function Entry({ entry, Content }: { entry: PageEntry; Content: ComponentType }) {
  const may = useMay()
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
  const Content = lazy(entry.load)
  return createRoute({
    getParentRoute: () => root,
    path: entry.path,
    component: () => <Entry entry={entry} Content={Content} />,
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
