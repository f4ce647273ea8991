import { describe, expect, it } from 'vitest'
import { keyOf, offered, otherKinds, type Template, templateIn, templates, templatesFrom } from './templates.ts'

const dap = (like: Partial<Template> = {}): Template => ({
  id: 'dap',
  version: 1,
  kind: 'individual',
  name: 'DAP',
  by: ['counselor'],
  parts: [{ name: 'Data', hint: 'What was said.', required: true }],
  ...like,
})
const pack = (...all: unknown[]) => JSON.stringify({ templates: all })

describe('a pack of templates', () => {
  it('has every kind of note, and says of each part what belongs there', () => {
    expect([...new Set(templates.map(each => each.kind))].sort()).toEqual([...otherKinds].sort())
    expect(templates.filter(each => each.kind === 'individual').map(keyOf)).toEqual([
      'individual-dap@1',
      'individual-birp@1',
      'individual-soap@1',
    ])
    for (const { parts } of templates) expect(parts.some(part => part.required)).toBe(true)
  })

  it('offers the newest version of each, and still knows the one that an old draft was begun by', () => {
    const all = templatesFrom(pack(dap(), dap({ version: 2, name: 'DAP, shorter' }), dap({ id: 'other' })))
    expect(offered(all, ['counselor']).map(keyOf)).toEqual(['dap@2', 'other@1'])
    expect(templateIn(all, 'dap@1')?.name).toBe('DAP')
    expect(templateIn(all, 'dap@3')).toBeUndefined()
  })

  it.each([
    ['counselor', true],
    ['nurse', false],
    ['client', false],
  ])('a template by counselors alone is offered to a %s: %s', (role, is) => {
    expect(offered([dap()], [role])).toHaveLength(is ? 1 : 0)
  })

  it.each([
    ['two of one version', pack(dap(), dap())],
    ['two parts of one name', pack(dap({ parts: [...dap().parts, ...dap().parts] }))],
    ['no parts', pack(dap({ parts: [] }))],
    ['a kind that is not known', pack({ ...dap(), kind: 'group' })],
    ['a field that is not known', pack({ ...dap(), color: 'red' })],
  ])('with %s is broken', (_, text) => {
    expect(() => templatesFrom(text)).toThrow()
  })
})
