import { Link as RouterLink, useNavigate, useParams as useRouterParams, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type LinkProps = {
  to: string
  children: ReactNode
  className?: string | undefined
  /** Spoken instead of the words, when they alone do not say which. */
  label?: string | undefined
  current?: boolean | undefined
  onPress?: (() => void) | undefined
}

/** A link to another page. Addresses carry ids only, never a name or another personal word. */
export function Link({ to, children, className, label, current, onPress }: LinkProps) {
  return (
    <RouterLink
      to={to}
      className={className}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      activeProps={{}}
      activeOptions={{ exact: true }}
      onClick={onPress}
    >
      {children}
    </RouterLink>
  )
}

/** The ids in the address: for `/staff/clients/$clientId`, `useParams().clientId`; an absent one is an empty text. */
export function useParams(): Record<string, string> {
  const params: Record<string, unknown> = useRouterParams({ strict: false })
  return new Proxy(
    {},
    {
      get: (_none, name) => {
        const value = typeof name === 'string' ? params[name] : undefined
        return typeof value === 'string' ? value : ''
      },
    },
  )
}

/** Goes to another page. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate()
  return (to, options) => {
    void navigate({ to, replace: options?.replace ?? false })
  }
}

/** The address of this page, without what follows `?`. */
export function usePath(): string {
  return useRouterState({ select: state => state.location.pathname })
}

/** One word after `?` in the address (`useWord('on')` of `/staff/week?on=2026-11-24`): ids and days only. */
export function useWord(name: string): string | undefined {
  return useRouterState({
    select: state => {
      const search: Record<string, unknown> = state.location.search
      const value = search[name]
      return value === undefined ? undefined : String(value)
    },
  })
}
