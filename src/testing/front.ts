import path from 'node:path'
import { pino } from 'pino'
import { setFace, setHost } from '#rooms/welcome/front.ts'
import { openWholeServer } from '../server.ts'
import type { TestHouse, TestOrganization } from './house.ts'

/** The number that the public pages of a test name for a crisis. */
export const crisisPhone = '(603) 555-0199'

/** Shows an organization to everybody, at an address of its own. */
export async function showFace(test: TestHouse, in_: TestOrganization, host: string): Promise<void> {
  const face = { shown: true, crisisPhone, exitAddress: 'https://www.weather.gov/', place: 'contiguous' as const }
  await test.house.act(in_.program, setFace, { ...face, version: 0 })
  await test.house.act(in_.program, setHost, { host, here: true })
}

/** The whole server of a test house as a visitor meets it, and every line that it logs. */
export async function frontServer(test: TestHouse) {
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const server = await openWholeServer({
    house: test.house,
    log,
    webFolder: path.resolve('src/web/public'),
    version: '1',
    trustProxy: false,
  })
  const get = (url: string, headers: Record<string, string> = {}) =>
    server.inject({ method: 'GET', url, headers: { host: 'here.example', ...headers } })
  const send = (url: string, fields: Record<string, string> | string, headers: Record<string, string> = {}) =>
    server.inject({
      method: 'POST',
      url,
      headers: { host: 'here.example', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
    })
  return { server, logged, get, send }
}
