import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { ask, callAs, onProblem, Problem } from '#kernel/client.ts'
import type { MeDoor } from './doors.ts'
import { Home } from './me/home.tsx'
import { SignIn, Unlock } from './me/sign-in.tsx'
import { onBack, tryNow, useConnection, watchConnection } from './shell/connection.ts'
import './look/font.css'
import './look/tokens.css'
import './look/ground.css'
import './look/me.css'

const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })

/** One bar at the top while the program cannot be reached. */
function Away() {
  const connection = useConnection()
  if (connection.kind === 'fine') return null
  return (
    <p className="away" role="status">
      {connection.kind === 'offline'
        ? 'You are offline. This page goes on by itself.'
        : 'We will be back in a moment. Nothing is lost.'}{' '}
      <button type="button" className="link" onClick={() => void tryNow()}>
        Try now
      </button>
    </p>
  )
}

function Start() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => ask<MeDoor>('people.me', {}) })
  const { refetch } = me
  useEffect(() => onBack(() => void refetch()), [refetch])
  useEffect(
    () =>
      onProblem(problem => {
        if (problem.code === 'locked' || problem.code === 'signed-out') void refetch()
      }),
    [refetch],
  )
  if (me.isPending) return null
  const out = me.error instanceof Problem && me.error.status === 401
  const locked = me.error instanceof Problem && me.error.code === 'locked'
  return (
    <>
      <Away />
      {locked ? <Unlock onDone={() => void refetch()} /> : null}
      {out && !locked ? <SignIn onDone={() => void refetch()} /> : null}
      {me.data && !me.error ? <Home me={me.data} /> : null}
    </>
  )
}

callAs('me')
watchConnection()
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Start />
      </QueryClientProvider>
    </StrictMode>,
  )
}
