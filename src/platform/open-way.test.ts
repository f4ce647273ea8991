import { expect, it } from 'vitest'
import { refuseOpenWay } from './database.ts'

const refused = (url: string) => {
  try {
    refuseOpenWay('DATABASE_URL', url)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : 'no words'
  }
}

it.each([
  'postgresql://app:secret@database.example/footbridge',
  'postgresql://app:secret@192.0.2.7:5433/footbridge',
  'postgresql://app:secret@[2001:db8::1]/footbridge',
  'postgresql://app:secret@database.example/footbridge?sslmode=disable',
  'postgresql://app:secret@localhost.example/footbridge',
  'postgresql://app:secret@127.0.0.1.example/footbridge',
  'postgresql://app:secret@localhost/footbridge?host=database.example',
])('a database elsewhere without TLS is not opened: %s', url => {
  expect(refused(url)).toMatch(/^The database of DATABASE_URL is on another computer.*Add sslmode=verify-full/)
  expect(refused(url)).not.toMatch(/secret|app:|example/)
})

it.each([
  'postgresql://app:secret@database.example/footbridge?sslmode=no-verify',
  'postgresql://app:secret@database.example/footbridge?uselibpqcompat=true&sslmode=require',
])('nor one whose certificate nobody would check: %s', url => {
  expect(refused(url)).toMatch(/^Nobody would check.*Add sslmode=verify-full/)
})

it.each([
  'postgresql://app:secret@database.example/footbridge?sslmode=verify-full',
  'postgresql://app:secret@localhost/footbridge',
  'postgresql://app:secret@127.0.0.1:5433/footbridge',
  'postgresql://app:secret@[::1]/footbridge',
  'postgresql:///footbridge?host=/var/run/postgresql',
  'postgresql://app@%2Fvar%2Frun%2Fpostgresql/footbridge',
])('one on this computer, or with TLS, is: %s', url => {
  expect(refused(url)).toBe('')
})
