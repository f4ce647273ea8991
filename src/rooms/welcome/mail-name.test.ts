import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Jobs } from '#kernel/jobs.ts'
import { plusMinutes } from '#kernel/time.ts'
import { queueMessage } from '#rooms/desk/commands.ts'
import { refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { type Channel, cronsOf } from '../../wiring.ts'
import { setFace } from './front.ts'
import { mailName } from './mail-name.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const face = { shown: false, crisisPhone: null, exitAddress: 'https://www.weather.gov/', place: 'contiguous' as const }

it('mail comes from the name that a house set, each from its own, and from none when nothing is set', async () => {
  const { house, here, elsewhere } = test
  const sent: { recipient: string; sender: string | null }[] = []
  const channel: Channel = async ({ recipient, sender }) => {
    sent.push({ recipient, sender })
    return null
  }
  const log = pino({ level: 'silent' })
  const crons = cronsOf(channel).filter(cron => cron.name === 'desk.outbox')
  const jobs = new Jobs({ house, pool: house.parts.pool, log, subscriptions: [], crons })
  const leaves = async () => {
    sent.splice(0)
    for (const in_ of [here, elsewhere])
      await house.act(in_.staff.intake, queueMessage, {
        ...{ channel: 'mail', recipient: `a@${in_.canary}.example`, subject: 'Your appointment', words: 'Tomorrow.' },
      })
    test.at(plusMinutes(test.now(), 1))
    await jobs.runDue()
    return Object.fromEntries(sent.map(each => [each.recipient, each.sender]))
  }
  expect(await leaves()).toEqual({ 'a@canaryhere.example': null, 'a@canaryelsewhere.example': null })
  await house.act(here.staff.director, setFace, { ...face, version: 0, mailName: 'Elm Street desk' })
  expect(await leaves()).toEqual({ 'a@canaryhere.example': 'Elm Street desk', 'a@canaryelsewhere.example': null })
  await house.act(here.staff.director, setFace, { ...face, version: 1, mailName: ' ' })
  expect(await leaves()).toEqual({ 'a@canaryhere.example': null, 'a@canaryelsewhere.example': null })
  expect((await refusalOf(house.see(here.staff.director, mailName, {}))).status).toBe(403)
})
