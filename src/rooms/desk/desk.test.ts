import { expect, it } from 'vitest'
import { pauseBeforeTry, sniff } from './desk.ts'

it('a message is tried ever more rarely, then given up', () => {
  expect([0, 1, 2, 3, 4, 5, 6].map(pauseBeforeTry)).toEqual([0, 1, 5, 30, 120, 720, undefined])
})

it.each([
  ['{"resourceType":"Bundle"}', 'json'],
  ['\ufeff [1]', 'json'],
  ['<?xml version="1.0"?>', 'xml'],
  ['%PDF-1.7', 'pdf'],
  ['<html><script>', 'text'],
  ['a\0b', 'unknown'],
])('%j is %s by its bytes', (text, kind) => {
  expect(sniff(Buffer.from(text))).toBe(kind)
})
