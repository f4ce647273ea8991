import type { ComponentType } from 'react'
import type { IconName } from './ui/icon.tsx'

/** One page: where it stands, what it is called, who finds it in the navigation. */
export type PageEntry = {
  /** `$id` for a part that changes. Never a name or another personal word. */
  path: string
  /** The document's title: the page's kind, never whom it is about. */
  title: string
  nav?: {
    /** '' stands first, without a heading. */
    group: '' | 'Care' | 'Door and money' | 'Program' | 'House'
    word: string
    icon: IconName
    /** Pressed after G. */
    key?: string
    /** Today's lines of this room are counted beside the word; `*` counts all. */
    room?: string
  }
  /** The door without which the page has nothing to show; who may not pass it finds no link and a page that says who may. */
  needs?: string
  load: () => Promise<{ default: ComponentType }>
}

/** Every staff page, in the order of the navigation. The only place under web/ that names rooms. */
export const pages: readonly PageEntry[] = [
  {
    path: '/staff/today',
    title: 'Today',
    nav: { group: '', word: 'Today', icon: 'sun', key: 't', room: '*' },
    needs: 'today.lines',
    load: () => import('./pages/today.tsx'),
  },
  {
    path: '/staff/who-can-do-what',
    title: 'Who can do what',
    nav: { group: 'House', word: 'Who can do what', icon: 'shield' },
    needs: 'house.permissions',
    load: () => import('./pages/permissions.tsx'),
  },
  { path: '/staff/my-sign-ins', title: 'My sign-ins and devices', load: () => import('./pages/sign-ins.tsx') },
  { path: '/staff/kit', title: 'Kit', load: () => import('./pages/kit.tsx') },
]
