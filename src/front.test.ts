import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setNetwork } from '#rooms/coverage/prices.ts'
import { askWords } from '#rooms/welcome/front/ask-words.ts'
import { selfCheckPack } from '#rooms/welcome/self-check-pack.ts'
import { aPayer } from '#testing/coverage.ts'
import {
  afternoon,
  askedHouse,
  calm,
  expectSound,
  headingOf,
  hiddenIn,
  onOneLine,
  sendForm,
} from '#testing/front-forms.ts'
import { journalOf, type TestHouse } from '#testing/house.ts'

// What the public pages ask, what they answer, and that nothing else becomes of it.

let test: TestHouse
let front: Awaited<ReturnType<typeof askedHouse>>['front']
beforeAll(async () => {
  const opened = await askedHouse()
  test = opened.test
  front = opened.front
})
afterAll(async () => {
  await front.server.close()
  await test.close()
})
beforeEach(async () => {
  test.at(afternoon)
  await test.owner.query('delete from welcome.knock')
})

const { questions } = selfCheckPack

describe.each(['en', 'es'] as const)('the self-check in %s', language => {
  const path = language === 'en' ? '/self-check' : '/es/self-check'
  const words = askWords(language)

  it('is asked to the end by forms alone, each page sound, the answers in the form and nowhere else', async () => {
    let page = await front.get(path)
    for (const [at, question] of questions.entries()) {
      expect(headingOf(page)).toBe(question.text[language].replaceAll('’', '’'))
      expect(page.payload).toContain(words.check.title(at + 1, questions.length))
      expect(Object.keys(hiddenIn(page.payload)).filter(name => name.startsWith('a.'))).toHaveLength(at)
      const field = `a.${question.question}`
      page = await front.send(path, { ...hiddenIn(page.payload), [field]: calm[field] ?? '', go: 'next' })
      expect(page.statusCode).toBe(200)
      expectSound(page, language)
    }
    expect(headingOf(page)).toMatch(/IOP/)
    for (const each of questions) expect(page.payload).toContain(`value="${each.question}"`)
  })

  it('that is left without an answer is asked again, in words', async () => {
    const page = await front.send(path, { at: 'home', go: 'next' })
    expect(page.statusCode).toBe(422)
    expect(page.payload).toContain(words.check.missing.replaceAll('"', '&quot;'))
    expectSound(page, language)
  })

  it.each([
    ['safety', 'yes', 'tel:988'],
    ['sick', 'very', 'tel:911'],
    ['stopped-before', 'now', 'tel:911'],
  ])(
    'shows help first for %s, asks nothing further, and lets a mistake be taken back',
    async (question, said, first) => {
      for (const go of ['next', 'back', 'stop']) {
        const page = await front.send(path, { [`a.${question}`]: said, at: question, go })
        expect([page.statusCode, />([^<]*)<\/h1>/.exec(page.payload)?.[1]]).not.toContain(undefined)
        expect(page.payload).not.toContain('type="radio"')
        expect(/href="(tel:[^"]*)"/.exec(page.payload.split('<h1')[1] ?? '')?.[1]).toBe(first)
        expectSound(page, language)
      }
      const taken = await front.send(path, { ...calm, [`a.${question}`]: said, mistake: question })
      expect(headingOf(taken)).toBe(questions.find(each => each.question === question)?.text[language])
      expect(taken.payload).toContain(words.check.warned.head)
      expect(taken.payload).not.toContain(' checked')
      expectSound(taken, language)
      const again = { ...hiddenIn(taken.payload), [`a.${question}`]: said, go: 'next' }
      expect((await front.send(path, again)).payload).not.toContain('type="radio"')
    },
  )

  it('says what it cannot tell, each point with its source', async () => {
    const page = await front.send(path, {
      'a.home': 'some',
      'a.safety': 'no',
      'a.mood': 'skip',
      at: 'home',
      go: 'stop',
    })
    expect(page.payload).toContain(questions.find(each => each.question === 'mood')?.unknown[language])
    for (const number of [1, 2]) expect(page.payload).toContain(`id="src-${number}"`)
    expect(page.payload).not.toContain('id="src-3"')
    expect(page.payload).toContain(words.result.unsigned)
    expectSound(page, language)
  })
})

describe.each(['en', 'es'] as const)('cost in %s', language => {
  const path = language === 'en' ? '/cost' : '/es/cost'
  const words = askWords(language).cost

  it('is a range with its sum, its assumptions, ways to pay less and the law', async () => {
    const page = await front.send(path, { pay: 'none', household: '3', income: '$38,000' })
    expect(page.statusCode).toBe(200)
    expect(page.payload).toContain(`<p class="price">${words.between('$1,094', '$1,626')}</p>`)
    expect(page.payload).toContain('139%')
    expect(page.payload).toContain('cms.gov/nosurprises')
    expect(page.payload).toContain(words.unchecked)
    expect(page.payload).toContain('value="$38,000"')
    expectSound(page, language)
  })

  it.each([
    ['with a plan', { pay: 'job', deductible: '500', limit: '2k' }, words.planLeaves],
    ['with nothing told', { pay: 'unsure' }, words.fullPrice],
    ['where it has to be asked', { pay: 'medicare' }, words.askHead],
    ['for a home that is too large for the table', { pay: 'none', household: '40', income: '10' }, words.askHead],
    ['with nothing to pay', { pay: 'none', household: '3', income: '0' }, words.nothing],
  ])('%s says so', async (_case, fields, says) => {
    const page = await front.send(path, fields)
    expect(page.statusCode).toBe(200)
    expect(page.payload).toContain(says)
    expectSound(page, language)
  })

  it('names payers with a contract here, where they have us in network, and reckons by what the contract says', async () => {
    const { here } = test
    const inside = await aPayer(test, here)
    const outside = await aPayer(test, here, { inside: false })
    await test.house.act(here.staff.biller, setNetwork, {
      ...{ payerId: outside, siteId: here.siteId, fromOn: '2026-01-01', inside: false },
    })
    test.at(new Date(Date.parse(afternoon) + 60_000).toISOString())
    const shown = onOneLine((await front.get(path)).payload)
    const kinds = shown.indexOf('value="unsure"')
    expect(kinds).toBeGreaterThan(0)
    expect(shown.indexOf(`value="payer ${inside}"`)).toBeGreaterThan(kinds)
    expect(shown.indexOf(`value="payer ${outside}"`)).toBeGreaterThan(shown.indexOf(`label="${words.notInNetwork}"`))
    expect(shown).toContain('(canaryhere Elm Street)</option>')

    const page = await front.send(path, { pay: `payer ${inside}` })
    expectSound(page, language)
    expect(onOneLine(page.payload)).toContain(`value="payer ${inside}" selected`)
    expect(page.payload).toContain('$960')
    expect(page.payload).toContain(
      language === 'en' ? 'Your plan, as our contract says' : 'Su seguro, según nuestro contrato',
    )
    expect(page.payload).toContain(
      words.network(`canaryhere plan ${inside.slice(0, 8)}`, 'canaryhere Elm Street', true),
    )
    const other = await front.send(path, { pay: `payer ${outside}` })
    expect(other.payload).toContain(words.askHead)
    expectSound(other, language)
    const gone = await front.send(path, { pay: `payer ${test.elsewhere.siteId}` })
    expect(onOneLine(gone.payload)).toContain('value="unsure" selected')
    const sites = await front.get(language === 'en' ? '/sites' : '/es/sites')
    expect(sites.payload).toContain(`canaryhere plan ${inside.slice(0, 8)}`)
    expect(sites.payload).not.toContain(`canaryhere plan ${outside.slice(0, 8)}`)
  })

  it('that cannot be read is refused by name, with all that was written', async () => {
    const page = await front.send(path, { pay: 'job', household: '2.5', income: 'a lot', deductible: '1,500' })
    expect(page.statusCode).toBe(422)
    for (const word of [words.faults.head(2), 'value="a lot"', 'value="2.5"', 'value="1,500"', 'aria-invalid="true"'])
      expect(page.payload).toContain(word)
    expectSound(page, language)
  })
})

describe('what was answered', () => {
  const canary = 'canaryanswer'

  it('stands in no line of the log, in no line of the journal, and nowhere but in what was sent', async () => {
    front.logged.length = 0
    const written = `${canary} <b>`
    await front.send('/self-check', { ...calm, 'a.home': canary, at: canary, go: canary })
    await front.send('/self-check', { 'a.safety': 'yes', at: 'safety', go: 'next' })
    await front.send('/cost', { pay: 'none', household: '3', income: canary })
    await front.send('/cost', { pay: 'none', household: '3', income: '87654' })
    await front.send('/inquiry/begin', { ...calm, 'send-check': 'yes' })
    await front.send('/cost', { pay: `payer ${canary}`, household: '3' })
    await front.send('/inquiry/begin', { time: canary, site: canary, mail: canary })
    const mail = `${canary}@home.example`
    await sendForm({ test, front }, { name: written, need: written, phone: '2055550123', mail, 'may-mail': 'yes' })
    await sendForm({ test, front }, { name: written, mail: canary, site: canary, time: canary })
    await sendForm({ test, front }, { name: written, need: written, phone: canary })
    await sendForm({ test, front }, { name: written, website: canary, phone: '2055550123' })
    await front.send('/inquiry', `name=${canary}&phone=${'%'}`)
    await front.send('/inquiry', `need=${canary}${'x'.repeat(17_000)}`)
    await front.send('/inquiry', { name: canary }, { 'sec-fetch-site': 'cross-site' })
    const log = front.logged.join('')
    for (const word of [canary, '2055550123', '87654', 'a.safety', 'safety'])
      expect(log.includes(word), `the log says ${word}`).toBe(false)
    const journal = JSON.stringify(await journalOf(test, test.here))
    for (const word of [canary, '2055550123', '87654'])
      expect(journal.includes(word), `${word} is in the journal`).toBe(false)
    const { rows } = await test.owner.query('select count(*)::int as times from inquiry.contact where caller = $1', [
      written,
    ])
    expect(rows).toEqual([{ times: 1 }])
  })

  it('of the self-check and of cost leaves no row anywhere, not even in the journal', async () => {
    const tables = await test.owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const counts = async () => {
      const each = tables.rows.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`)
      return (await test.owner.query(`${each.join(' union all ')} order by name`)).rows
    }
    const before = await counts()
    for (const path of ['/self-check', '/es/self-check'])
      for (const go of ['next', 'stop', 'back']) await front.send(path, { ...calm, 'a.sick': 'very', at: 'sick', go })
    await front.send('/self-check', { ...calm, at: 'wish', go: 'next' })
    await front.send('/inquiry/begin', { ...calm, 'send-check': 'yes' })
    await front.send('/cost', { pay: 'none', household: '3', income: '38k' })
    expect(before.length).toBeGreaterThan(50)
    expect(await counts()).toEqual(before)
  })

  it('is never put into a page as markup', async () => {
    const hostile = [`"><script>alert(1)</script>`, `' onmouseover='x`, '</textarea><b>', '<img src=x>', '&lt;b&gt;']
    for (const words of hostile) {
      const { answer } = await sendForm(
        { test, front },
        {
          ...{ name: words, need: words, phone: words, for: words, say: words, when: words },
          mail: words,
          time: words,
        },
      )
      expect(answer.statusCode).toBe(422)
      expectSound(answer)
      expectSound(await front.send('/cost', { pay: words, household: words, income: words, limit: words }))
      expectSound(await front.send('/self-check', { 'a.home': words, at: words, go: words, mistake: words }))
    }
  })

  it('that is too large, too much or broken is refused on a page that helps', async () => {
    for (const [body, status] of [
      [`need=${'x'.repeat(17_000)}`, 413],
      [Array.from({ length: 1000 }, (_, at) => `f${at}=1`).join('&'), 400],
      ['name=a%00b', 400],
    ] as const) {
      const answer = await front.send('/inquiry', body)
      expect(answer.statusCode).toBe(status)
      expectSound(answer)
    }
    const odd = await front.send('/self-check', { ['__proto__']: 'x', constructor: 'y', at: '__proto__' })
    expect(odd.statusCode).toBe(422)
    const elsewhere = await front.send('/inquiry', { name: 'Rosa' }, { 'sec-fetch-site': 'cross-site' })
    expect(elsewhere.statusCode).toBe(403)
    expect(elsewhere.payload).toContain('tel:988')
  })
})

it('no template knows a request, and no route hands what was sent to the log', () => {
  for (const file of readdirSync('src/rooms/welcome/front'))
    if (!file.endsWith('.test.ts'))
      expect([file, /\b(?:request|log)\.\w/.test(readFileSync(`src/rooms/welcome/front/${file}`, 'utf8'))]).toEqual([
        file,
        false,
      ])
  const routes = readFileSync('src/front.ts', 'utf8')
  for (const line of routes.split('\n').filter(each => /log\.\w+\(/.test(each)))
    expect(line).not.toMatch(/body|form|request/)
})
