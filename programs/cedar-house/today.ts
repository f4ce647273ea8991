import { readFileSync } from 'node:fs'
import { dayIn, type Instant, instant, instantAt, plusDays, plusMinutes } from '#kernel/time.ts'
import { addTask, keepTry, queueMessage, takeMessages } from '#rooms/desk/commands.ts'
import { receiveReferral } from '#rooms/inquiry/commands.ts'
import { openClientSignIn } from '#rooms/people/commands.ts'
import { addPersona, demoPassword } from '#sign-in/commands.ts'
import { type Doing, found } from './doing.ts'
import { type Opened, zone } from './opening.ts'
import { phoneOf, type StaffName, staff } from './people.ts'

/** Whose list a task stands on, what it is, and when it is due. */
type Task = {
  by: StaffName
  forRole?:
    | 'intake'
    | 'nurse'
    | 'prescriber'
    | 'case-manager'
    | 'biller'
    | 'director'
    | 'privacy-officer'
    | 'administrator'
  forStaff?: StaffName
  title: string
  because: string
  about?: string
  /** Minutes from now, today at the latest; or a time of tomorrow. */
  due: number | string
}

const tasks: readonly Task[] = [
  {
    by: 'Okafor',
    forStaff: 'Lindqvist',
    title: 'Review the plan with Mani Clarke',
    because: 'The review is due this week.',
    about: 'Clarke',
    due: '15:00',
  },
  {
    by: 'Adeyemi',
    forStaff: 'Bell',
    title: 'Keep the handout: Leah Goldberg',
    because: 'Court takes one of her evenings. Her make-up in another group is booked.',
    about: 'Goldberg',
    due: 80,
  },
  {
    by: 'Okafor',
    forStaff: 'Fischer',
    title: 'Finish the notes of last week',
    because: 'One group of last week is not signed.',
    due: '12:00',
  },
  {
    by: 'Amsel',
    forRole: 'nurse',
    title: 'Naltrexone injection: Mani Clarke',
    because: 'Due today, moved from yesterday with her agreement.',
    about: 'Clarke',
    due: 65,
  },
  {
    by: 'Amsel',
    forRole: 'nurse',
    title: 'Naltrexone injection: Kwame Boateng',
    because: 'Fourth dose, 28 days after the third.',
    about: 'Boateng',
    due: 125,
  },
  {
    by: 'Whitfield',
    forRole: 'prescriber',
    title: 'Read a medication list: Hal Quist',
    because: 'Two lists differ in one dose.',
    about: 'Quist',
    due: 155,
  },
  {
    by: 'Adeyemi',
    forRole: 'case-manager',
    title: 'Court letter: Dominic Reyes',
    because: 'Attendance of the last 30 days. His consent has to be on file first.',
    about: 'Reyes',
    due: 95,
  },
  {
    by: 'Haddad',
    forRole: 'biller',
    title: 'Ask for more days: Bernard Osei',
    because: 'Two units are left.',
    about: 'Osei',
    due: 40,
  },
  {
    by: 'Haddad',
    forRole: 'biller',
    title: 'Ask for more days: Nadia Rahimi',
    because: 'One unit is left.',
    about: 'Rahimi',
    due: 70,
  },
  {
    by: 'Haddad',
    forRole: 'biller',
    title: 'Ask for more days: Tessa Lund',
    because: 'The authorization ends this week.',
    about: 'Lund',
    due: '10:00',
  },
  {
    by: 'Okafor',
    forRole: 'intake',
    title: 'Call back two people on the waiting list',
    because: 'A seat opens in the long evenings.',
    due: 110,
  },
  {
    by: 'Marsh',
    forRole: 'director',
    title: 'Agree next week’s rooms',
    because: 'Willow is being painted on one morning.',
    due: 140,
  },
  {
    by: 'Ashworth',
    forRole: 'privacy-officer',
    title: 'Answer a request for records',
    because: 'It came by letter without a signed consent.',
    due: '16:00',
  },
  {
    by: 'Okafor',
    forRole: 'administrator',
    title: 'Set up the new tablet at the door',
    because: 'North Quay opens an evening next month.',
    due: '11:00',
  },
]

/** Puts the day's tasks on people's lists; one message that reached nobody, and two referrals that wait. */
export async function fillTheDay(doing: Doing, opened: Opened, charts: ReadonlyMap<string, string>): Promise<void> {
  const { now } = opened
  for (const task of tasks) {
    const at = plusMinutes(now, -200)
    await doing.act({ who: found(opened.staff, task.by), at }, addTask, {
      title: task.title,
      because: task.because,
      clientId: task.about ? found(charts, task.about) : null,
      forRole: task.forRole ?? null,
      forStaff: task.forStaff ? found(opened.staff, task.forStaff).personId : null,
      dueAt: dueOf(task.due, now),
    })
  }
  await giveUpOne(doing, opened, found(charts, 'Castillo'))
  await receiveTwo(doing, opened)
}

/** Whole quarters of an hour, so that it reads like a time somebody chose; before midnight when it is today's. */
function dueOf(due: number | string, now: Instant): Instant {
  const today = dayIn(zone, now)
  if (typeof due === 'string') return instantAt(zone, plusDays(today, 1), due)
  const quarter = 15 * 60_000
  const wanted = instant(Math.ceil(Date.parse(plusMinutes(now, due)) / quarter) * quarter)
  const tomorrow = instantAt(zone, plusDays(today, 1), '00:00')
  return wanted < tomorrow ? wanted : plusMinutes(tomorrow, -15)
}

const waits = [0, 1, 5, 30, 120, 720]

async function giveUpOne(doing: Doing, opened: Opened, clientId: string): Promise<void> {
  let at = plusMinutes(opened.now, -26 * 60)
  const { messageId } = await doing.act({ who: found(opened.staff, 'Monroe'), at }, queueMessage, {
    clientId,
    channel: 'text',
    recipient: phoneOf(317),
    words: `Please call us when you can: ${phoneOf(320)}.`,
  })
  for (const [tries, wait] of waits.entries()) {
    at = plusMinutes(at, wait + 1)
    await doing.act({ who: opened.program, at }, takeMessages, {})
    const trouble = 'The number does not take text messages.'
    await doing.act({ who: opened.program, at }, keepTry, { id: messageId, tries, trouble })
  }
}

const referrals = [
  { file: 'hospital-discharge.json', sender: 'Millbrook General Hospital', minutesAgo: 95 },
  { file: 'clinic-step-up.json', sender: 'Harborview Family Clinic', minutesAgo: 35 },
]

async function receiveTwo(doing: Doing, opened: Opened): Promise<void> {
  for (const { file, sender, minutesAgo } of referrals) {
    const at = plusMinutes(opened.now, -minutesAgo)
    await doing.act({ who: found(opened.staff, 'Ashworth'), at }, receiveReferral, {
      sender,
      fileName: file,
      text: readFileSync(new URL(`../../fixtures/referrals/${file}`, import.meta.url), 'utf8'),
      siteId: found(opened.sites, 'elm'),
    })
  }
}

const personas: readonly { family: StaffName; says: string }[] = [
  { family: 'Okafor', says: 'Program director. The board of both sites' },
  { family: 'Bell', says: 'Group facilitator, evenings. Relapse prevention today' },
  { family: 'Lindqvist', says: 'Primary counselor, 12 clients. One call and one review due' },
  { family: 'Whitfield', says: 'Nurse. Two injections due' },
  { family: 'Monroe', says: 'Case manager. A court letter waits' },
  { family: 'Ashworth', says: 'Intake coordinator. Two referrals wait' },
  { family: 'Haddad', says: 'Billing and authorizations. Three end this week' },
]

/** The client of the demo and how she signs in. */
export const demoClient = { family: 'Clarke', name: 'Mani Clarke', email: 'mani.clarke@mail.example' }

/** Offers eight people on the sign-in page. The last thing of all: where they stand, the world is whole. */
export async function offerPersonas(doing: Doing, opened: Opened, charts: ReadonlyMap<string, string>): Promise<void> {
  const { accountId } = await doing.act(
    { who: found(opened.staff, 'Ashworth'), at: plusMinutes(opened.now, -190) },
    openClientSignIn,
    { clientId: found(charts, demoClient.family), email: demoClient.email, password: demoPassword },
  )
  const then = { who: opened.program, at: opened.now }
  const says = 'Client, on her phone. Opens the client pages'
  await doing.act(then, addPersona, { accountId, position: 8, name: demoClient.name, says })
  for (const [at, persona] of personas.entries()) {
    const member = staff.find(each => each.family === persona.family)
    const found_ = opened.staff.get(persona.family)
    if (!member || !found_?.accountId) throw new Error('a persona works nowhere')
    await doing.act(then, addPersona, {
      accountId: found_.accountId,
      position: at + 1,
      name: `${member.given} ${member.family}`,
      credential: member.credential,
      says: persona.says,
    })
  }
}
