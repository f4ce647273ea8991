import {
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense, useEffect } from 'react'
import { type PageEntry, pages } from '../pages.ts'
import { useMay } from '../ui/me.tsx'
import { Skeleton } from '../ui/state.tsx'
import { Broken, NotHere, NotYours } from './aside-pages.tsx'
import { Shell } from './shell.tsx'

function Titled({ title, Content }: { title: string; Content: ComponentType }) {
  useEffect(() => {
    document.title = `${title} · Footbridge`
  }, [title])
  return <Content />
}

function pageOf(entry: PageEntry): RouteComponent {
  const Content = lazy(entry.load)
  return function PageOfEntry() {
    const may = useMay()
    if (entry.needs && !may(entry.needs)) {
      const { needs } = entry
      return <Titled title="Not for this role" Content={() => <NotYours needs={needs} />} />
    }
    return (
      <Suspense fallback={<Skeleton rows={6} />}>
        <Titled title={entry.title} Content={Content} />
      </Suspense>
    )
  }
}

const root = createRootRoute({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: () => <Titled title="Not here" Content={NotHere} />,
})

const routes = pages.map(entry =>
  createRoute({ getParentRoute: () => root, path: entry.path, component: pageOf(entry), errorComponent: Broken }),
)
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
