import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReadPdf, readPdf, tagsIn } from '#testing/pdf-read.ts'
import { type Block, type Paper, writePdf } from './document.ts'
import { drawable } from './letters.ts'

const paper = (blocks: readonly Block[], but: Partial<Paper> = {}): Paper => ({
  title: 'Signed notes',
  language: 'en-US',
  writtenAt: '2026-11-24T22:00:00.000Z',
  size: 'letter',
  head: 'A running head',
  foot: 'A running foot',
  pageWords: (page, of) => `Page ${page} of ${of}`,
  sections: [{ mark: 'The whole', blocks: [{ kind: 'heading', level: 1, text: 'The whole' }, ...blocks] }],
  ...but,
})
const written = async (blocks: readonly Block[], but?: Partial<Paper>) => readPdf(await writePdf(paper(blocks, but)))
const rolesOf = (read: ReadPdf) => tagsIn(read.tags).map(tag => tag.role)
const bare = (text: string) => text.replace(/\s/g, '')
const heard = (read: ReadPdf) =>
  tagsIn(read.tags)
    .map(tag => tag.text)
    .join('\n')

/** What holds of every document, whatever it says. */
function isSound(read: ReadPdf): void {
  expect(read.says).toEqual({ marked: true, showsTitle: true, accessible: true, tabs: true })
  expect(read).toMatchObject({ language: 'en-US', title: 'Signed notes', loose: [], lost: [] })
  const levels = rolesOf(read).flatMap(role => (/^H[1-6]$/.test(role) ? [Number(role[1])] : []))
  expect(levels[0]).toBe(1)
  for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1)
  expect(read.artifacts.map(text => text.split('\n').at(-1))).toEqual(
    Array.from({ length: read.pages }, (_, at) => `Page ${at + 1} of ${read.pages}`),
  )
  for (const text of read.artifacts) expect(text).toContain('A running head\nA running foot')
  for (const tag of tagsIn(read.tags)) expect(tag.text === '' && tag.inner.length === 0, tag.role).toBe(false)
}

const every: Block[] = [
  {
    kind: 'table',
    rows: [
      { word: 'Client', value: 'Ñandú Núñez' },
      { word: 'Born', value: '4 Mar 1992' },
    ],
  },
  { kind: 'heading', level: 2, text: 'An evening' },
  { kind: 'paragraph', look: 'quiet', text: 'Group, an hour.' },
  { kind: 'heading', level: 3, text: 'Their own part' },
  { kind: 'paragraph', text: 'First.\n\nSecond,\nin two lines.' },
  { kind: 'list', look: 'quiet', items: ['Signed by one', 'Co-signed by another'] },
]

describe('the tree of a document', () => {
  it('says what each thing is, in the order of reading', async () => {
    const read = await written(every)
    isSound(read)
    expect(read.tags.map(tag => tag.role)).toEqual(['Document'])
    expect(tagsIn(read.tags).map(({ role, scope, text }) => [role, scope, text].filter(Boolean).join(' '))).toEqual([
      ...['Document', 'Sect', 'H1 The whole', 'Table', 'TR', 'TH Row Client', 'TD Ñandú Núñez'],
      ...['TR', 'TH Row Born', 'TD 4 Mar 1992', 'H2 An evening', 'P Group, an hour.', 'H3 Their own part'],
      ...['P First.', 'P Second,in two lines.', 'L', 'LI', 'Lbl •', 'LBody Signed by one'],
      ...['LI', 'Lbl •', 'LBody Co-signed by another'],
    ])
    expect(read.contents).toEqual(['The whole'])
  })

  it('holds a tag together over the end of a page, and a page of each size', async () => {
    const long = Array.from({ length: 700 }, (_, at) => `word${at}`).join(' ')
    const blocks: Block[] = [
      { kind: 'paragraph', text: long },
      { kind: 'list', items: [long] },
    ]
    blocks.push({
      kind: 'table',
      rows: [
        { word: 'Long', value: long },
        { word: 'Short', value: 'no' },
      ],
    })
    const pages = await Promise.all((['letter', 'a4'] as const).map(size => written(blocks, { size })))
    for (const read of pages) {
      isSound(read)
      expect(read.pages).toBeGreaterThan(2)
      for (const role of ['P', 'LBody', 'TD'])
        expect(bare(tagsIn(read.tags).find(tag => tag.role === role)?.text ?? '')).toBe(bare(long))
    }
  })

  it.each([1, 7, 40])('is whole for %i sections of every kind', async many => {
    const sections = Array.from({ length: many }, (_, at) => ({ mark: `No. ${at}`, ruled: at > 0, blocks: every }))
    const first = { mark: 'The whole', blocks: [{ kind: 'heading' as const, level: 1 as const, text: 'The whole' }] }
    const read = await written([], { sections: [first, ...sections] })
    isSound(read)
    expect(rolesOf(read).filter(role => role === 'Sect')).toHaveLength(many + 1)
    expect(read.contents).toHaveLength(many + 1)
  })

  it('is the same for the same words, byte by byte, and asks no clock', async () => {
    const [once, again] = [await writePdf(paper(every)), await writePdf(paper(every))]
    expect(Buffer.compare(once, again)).toBe(0)
    expect(Buffer.from(once).toString('latin1')).toContain('(D:20261124220000Z)')
  })
})

describe('letters', () => {
  it.each([
    ['Spanish', '¿Cómo está? ¡Muy bien! Año, pingüino, ÁÉÍÓÚÑÜ áéíóúñü, 1.ª, «sí»', undefined],
    ['names of many places', 'Łukasz Đặng Øystein Şükrü Zoë Čapek Ólafur, Ελένη, Олена', undefined],
    ['quotes, dashes, bullets', '“So,” ‘he’ said – and — left… • § ± ½ €', undefined],
    ['accents that were written apart', 'Jose\u0301 Nun\u0303ez', 'José Nuñez'],
    ['an emoji', 'Well \u{1F642}.', 'Well [U+1F642].'],
    ['an emoji of several', '\u{1F468}\u200D\u{1F469}\uFE0F!', '[U+1F468][U+1F469]!'],
    ['a letter that the font has not', '\u738B is a name', '[U+738B] is a name'],
    ['half a letter', 'a\uD83Db', 'a[U+D83D]b'],
    ['signs of control and of direction', 'a\u0000\u001B\u202Eb\u0085c\td', 'ab\nc d'],
  ])('%s', async (_, text, drawn = text) => {
    expect(drawable(text)).toBe(drawn)
    const read = await written([{ kind: 'paragraph', text }])
    isSound(read)
    expect(bare(heard(read))).toBe(bare(`The whole${drawn}`))
  })

  it('a word that is wider than the page is broken, and nothing of it lost', async () => {
    const word = 'x'.repeat(8000)
    const read = await written([
      { kind: 'paragraph', text: word },
      { kind: 'heading', level: 2, text: word },
    ])
    isSound(read)
    expect(bare(heard(read))).toBe(`Thewhole${word}${word}`)
  })

  it('what is empty is no tag, and a title cannot break the document', async () => {
    const read = await written(
      [
        { kind: 'paragraph', text: ' \n\n ' },
        { kind: 'list', items: ['', 'one'] },
      ],
      { head: 'A running head', title: 'Signed notes' },
    )
    isSound(read)
    const odd = await written([], { title: 'A <b> & "c"' })
    expect(odd.title).toBe('A b and "c"')
    expect(odd.says.accessible).toBe(true)
  })

  it('any text at all can be written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 4 }), async texts => {
        const blocks = texts.flatMap((text): Block[] => [
          { kind: 'paragraph', text },
          { kind: 'table', rows: [{ word: text.slice(0, 40), value: text }] },
        ])
        const read = await written(blocks)
        isSound(read)
        for (const text of texts) expect(bare(heard(read))).toContain(bare(drawable(text)))
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('whoever else works', () => {
  it('gets their turn between the parts of a long document', async () => {
    const blocks: Block[] = Array.from({ length: 12 }, (_, at) => ({
      kind: 'paragraph',
      text: `part ${at} `.repeat(900),
    }))
    let turns = 0
    let going = true
    const turn = () => {
      turns++
      if (going) setImmediate(turn)
    }
    setImmediate(turn)
    await writePdf(paper(blocks))
    going = false
    expect(turns).toBeGreaterThanOrEqual(blocks.length)
  })
})
