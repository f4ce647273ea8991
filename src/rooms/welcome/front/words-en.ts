import type { Openness } from '../openness.ts'
import type { Language } from './facts.ts'
import { daySaid, timeSaid } from './said.ts'

type Clock = '12' | '24'
type Opens = NonNullable<Extract<Openness, { kind: 'closed' }>['opens']>
const language: Language = 'en'
const time = (at: string, clock: Clock) => timeSaid('en', at, clock)

/** When a closed door opens: `today at 8 am`, `tomorrow at 8 am`, `Fri 27 Nov at 8 am`. */
function opensSaid(opens: Opens, clock: Clock): string {
  const at = time(opens.at, clock)
  return opens.in === 'later' ? `${daySaid('en', opens.on)} at ${at}` : `${opens.in} at ${at}`
}

/** From when somebody calls: `From 8 am tomorrow`, `From 8 am on Fri 27 Nov`. */
function fromSaid(opens: Opens, clock: Clock): string {
  const at = time(opens.at, clock)
  return opens.in === 'later' ? `From ${at} on ${daySaid('en', opens.on)}` : `From ${at} ${opens.in}`
}

/** Whether the office is open, in few words; nothing when it has told no hours. */
function opennessSaid(open: Openness, clock: Clock): string {
  if (open.kind === 'untold') return ''
  if (open.kind === 'open') return open.until === '24:00' ? 'Open now' : `Open now, until ${time(open.until, clock)}`
  const because = open.because ? ` (${open.because})` : ''
  return open.opens ? `Closed now${because}, opens ${opensSaid(open.opens, clock)}` : `Closed now${because}`
}

const cohortsSaid: Readonly<Record<string, string>> = {
  women: 'for women',
  men: 'for men',
  veterans: 'for veterans',
  survivors: 'for survivors of trauma',
  lgbtq: 'LGBTQ+',
  'young-adults': 'for young adults',
  parents: 'for parents',
  'co-occurring': 'with care for mental health',
  'early-recovery': 'for the first weeks',
}

/** Everything public pages say in English, but for the questions of forms. */
export const english = {
  lang: language,
  other: { lang: 'es', word: 'Español' },
  open: opennessSaid,
  opens: opensSaid,
  frame: {
    skip: 'Skip to the main part',
    now: 'Help right now',
    needHelp: 'Need help right now?',
    danger: 'Danger now',
    crisis988: 'Suicide, crisis',
    crisisLine: 'Our crisis line',
    dayAndNight: 'Day and night',
    crisisLineLong: 'Our crisis line, day and night',
    mainNav: 'Main',
    menu: 'Menu',
    home: 'Start',
    selfCheck: 'Self-check',
    levels: 'Levels of care',
    cost: 'Cost',
    sites: 'Where we are',
    contact: 'Contact',
    leaveLong: 'Leave this site',
    leave: 'Leave site',
    dock: 'Call or leave',
    call: 'Call',
    callCrisis: 'Crisis line',
    office: 'Office',
    crisisEvery: 'Crisis line: day and night, every day',
    nothingKept: (leaving: string) =>
      `These pages set no cookies, do not follow you and load nothing from anybody else. “Leave this site” opens ` +
      `${leaving}. It does not clear your browser’s history.`,
    privacy: 'How to hide that you were here, and what stays private',
    staff: 'Staff sign-in',
  },
  languageName: (code: string) => new Intl.DisplayNames('en-US', { type: 'language' }).of(code) ?? code,
  /** Whom a group is for, by the word of the catalog of cohorts. */
  cohorts: cohortsSaid,
  home: {
    headline: 'Strong help with alcohol or drugs.',
    headlineNext: 'You still go home at night.',
    lead: { before: ' runs an ', program: 'intensive outpatient program', or: ', or ', short: 'IOP', after: '.' },
    comes: (hours: string | null, days: string | null) =>
      hours && days ? `You come about ${hours} a day, ${days} a week.` : 'You come several times a week.',
    keeps: 'You keep your home, your work and your family life.',
    check: {
      word: 'Is this right for me?',
      sub: (questions: number) => `${questions} questions, no name, nothing saved`,
    },
    ask: {
      word: 'Ask us to call you',
      open: (until: string) => `Today, before ${until}`,
      closed: fromSaid,
    },
    orCall: 'Or call',
    doors: {
      head: 'What brings you here?',
      danger: {
        word: 'I stopped and I feel very sick, or I do not feel safe',
        sub: 'What to do in the next few minutes',
      },
      someone: { word: 'I am worried about someone', sub: 'You can ask without giving their name' },
      told: {
        word: 'A court, my job or my doctor told me to get help',
        sub: 'What we may tell them is up to you, in writing',
      },
      pay: { word: 'I am not sure I can pay', sub: 'See a price range in 1 minute, with or without insurance' },
    },
    what: {
      head: 'What is an IOP?',
      less: 'It is more help than one visit a week, and less than living at a treatment center.',
      group: (size: number | null) =>
        size === null
          ? 'Most of the time you are in a small group of people who want the same thing as you.'
          : `Most of the time you are in a small group, never more than ${size} people.`,
      alone: 'You also talk alone with a counselor. Medicine can help with cravings, sleep or mood: ask us about it.',
      compare: 'Compare it with detox, residential and other care',
      firstHead: 'Something else comes first',
      first:
        'if you get very sick when you stop, or need someone with you day and night. Call us. We help you find that care.',
    },
    helps: {
      head: 'Who it helps',
      sleep: { word: 'You have a safe place to sleep', sub: 'and at least one person on your side.' },
      work: {
        word: 'You have work, school or children',
        sub: (parts: string) => `and cannot go away for a month.${parts && ` There are groups for ${parts}.`}`,
      },
      left: { word: 'You just left detox or a residential stay', sub: 'and want support while you settle back in.' },
      mind: {
        word: 'You also live with depression, anxiety or trauma',
        sub: 'Both can be treated together. Tell us when you call.',
      },
    },
    steps: {
      head: 'What happens when you reach out',
      talk: {
        word: 'You talk with a person',
        sub: 'You can stop at any time. You do not have to give your real name.',
      },
      insurance: {
        word: 'We check your insurance',
        sub: 'That is free. No insurance? We look at other ways to pay with you.',
      },
      meet: {
        word: 'You meet a counselor',
        sub: (minutes: number) => `About ${minutes} minutes. Together you decide what care fits.`,
      },
      begin: {
        word: 'You come to your first group',
        sub: (figures: { halfWithinDays: number; of: number; days: number } | null) =>
          figures === null
            ? 'As soon as there is a place that fits your week.'
            : `${figures.of} people asked in the last ${figures.days} days and began. Half of them sat in their ` +
              `first group within ${figures.halfWithinDays === 1 ? '1 day' : `${figures.halfWithinDays} days`}.`,
      },
    },
    seats: {
      head: 'Groups and free places',
      asOf: (on: string) => `As of today, ${on}.`,
      none: 'Ask us when groups begin: nothing is planned here yet.',
      group: 'Group',
      places: 'Places',
      from: (days: string, at: string) => `${days} from ${at}`,
      free: (free: number) => (free === 0 ? 'Full, ask about the wait' : `${free} free`),
      parts: { morning: 'Morning', afternoon: 'Afternoon', evening: 'Evening', weekend: 'Weekend' },
      inLanguage: (language: string) => `in ${language}`,
    },
    private: {
      head: 'It stays private',
      law:
        'A federal law protects people who ask for help with alcohol or drugs. If someone calls us about you, we say: ' +
        '“We can neither confirm nor deny.” That includes your boss, your partner, your parents and the police.',
      exceptions:
        'We share something only if you agree in writing, and you can take that back. The few exceptions are things ' +
        'like a medical emergency, child abuse or a special order from a judge.',
    },
    week: {
      head: {
        morning: 'One week in the mornings',
        afternoon: 'One week in the afternoons',
        evening: 'One week in the evenings',
        weekend: 'One week at the weekend',
      },
      parts: { morning: 'mornings', afternoon: 'afternoons', evening: 'evenings', weekend: 'weekends' },
      none: 'nothing',
      hours: (figure: string) => `${figure} h`,
      group: 'Group',
      groupSaid: (span: string, days: number) => `${span}, ${days === 1 ? '1 day' : `${days} days`} a week`,
      alone: 'Alone',
      aloneSaid: 'Time with your own counselor besides',
      howLong: 'How long',
      howLongSaid: (weeks: string) => `Most people: ${weeks} weeks, then less and less`,
      where: 'Where',
    },
  },
  levels: {
    title: 'Levels of care',
    head: 'Kinds of care, from most help to least',
    lead:
      'The biggest difference is where you sleep. You can start at any level and move up or down. If the one you need ' +
      'is not here, we help you look for it.',
    jump: 'Kinds of care',
    stays: 'You stay there, day and night',
    home: 'You live at home',
    caption: 'Levels of care compared: hours, length, whom it suits, and where',
    kind: 'Kind of care',
    hours: 'Hours a week',
    howLong: 'How long',
    suits: 'It may suit you if',
    where: 'Where',
    short: { hours: 'Hours', howLong: 'How long', suits: 'Suits you if' },
    partner: 'Partner:',
    look: 'We help you look',
    free: (free: number) => (free === 1 ? '1 place free' : `${free} places free`),
    full: 'Full now, ask about the wait',
    weeklyHours: (hours: string) => `${hours} hours`,
    hoursOrMore: (hours: string) => `${hours} hours or more`,
    perDay: (hours: string, days: string) => `${hours} a day, ${days}`,
    weeks: (weeks: string) => `${weeks} weeks`,
    sources:
      'Hours of our own programs come from their rules, partners from what we agreed with them, the rest from our own ' +
      'description of each level.',
    unchecked: 'Not yet checked by a person against a source:',
    unsureHead: 'Not sure which one?',
    unsure:
      'Most people are not. The self-check shows what speaks for and against an IOP. A licensed professional helps you decide.',
    check: 'Take the self-check',
    moveHead: 'Moving between levels',
    up: 'Step up',
    upSaid: ' means more hours when things get harder. ',
    down: 'Step down',
    downSaid:
      ' means fewer hours as things get steadier. A hard week does not mean you failed, and it does not end your care.',
    hour: (figure: string) => (figure === '1' ? '1 hour' : `${figure} hours`),
    days: (days: string) => `${days} days`,
  },
  sites: {
    title: 'Where we are',
    head: 'Where we are, and when we are open',
    lead: 'You can come and ask. Nobody has to say why they are here at the door.',
    hours: 'Open',
    noHours: 'Call us for the hours.',
    plans: 'Insurance plans',
    plansSaid: (list: string) =>
      `Here we are in network with ${list}. Have another plan? Call us: we ask what it pays, free.`,
    noPlans: 'Call us about your plan: we ask what it pays here, free.',
    daySpan: (from: string, until: string) => `${from} to ${until}`,
    and: ' and ',
    closedHead: 'Closed days',
    closedSpan: (from: string, until: string) => `${from} to ${until}`,
    access: 'Getting in',
    map: 'We link to no map: a map’s owner would learn that you looked. The address works in any map you use.',
    crisis: 'When it cannot wait',
    crisisSaid: 'Our crisis line answers day and night, also when the doors are closed.',
  },
  privacy: {
    title: 'What stays private',
    head: 'What stays private, and how to hide that you were here',
    pages: {
      head: 'These pages',
      lines: [
        'They set no cookies and run no script. Nothing from another company is loaded.',
        'The answers of the self-check and the cost page are worked out and forgotten. They are not stored and not written to any log.',
        'Only the form that asks us to call you keeps something, and only when you send it.',
        'What this program logs does not say what you read here.',
      ],
    },
    hide: {
      head: 'If somebody looks at your phone or computer',
      lines: [
        '“Leave this site” opens another page at once. It does not clear your browser’s history.',
        'A private or incognito window keeps no history once you close it. Open it before you come here.',
        'To clear what is there: open your browser’s history, look for our name, and delete those lines. Deleting everything can look odd.',
        'Your phone keeps calls and texts, and the bill may list them. You can delete a call from the list; a bill you cannot.',
        'On a computer at work or school, others may see which sites were opened, whatever you delete. Use another one if you can.',
      ],
    },
    care: {
      head: 'If you ask us for help',
      lines: [
        'A federal law, 42 CFR Part 2, protects everybody who asks for help with alcohol or drugs here, from the first call on.',
        'If somebody asks us about you, we say that we can neither confirm nor deny that you are here.',
        'We tell others something only if you agree in writing, and you can take that back for the time to come.',
        'Without your leave the law allows little: a medical emergency, a report of child abuse or neglect, a crime here or against our staff, an audit, or a special order from a judge.',
        'You choose what we may say when we call, and the words we will use are shown to you before you send the form.',
      ],
    },
    questions: 'Questions about your privacy? Ask for the privacy officer at',
  },
  trouble: {
    title: 'Page not shown',
    missing: {
      head: 'There is no page at this address',
      says: 'It may have moved, or the address has a slip in it. Start again from the first page.',
    },
    unread: {
      head: 'We could not read what was sent',
      says: 'Nothing was kept. Please go back and send it again, or call us.',
    },
    elsewhere: {
      head: 'This was sent from another site',
      says: 'So that nobody can send in your name, we take only what you send from these pages. Nothing was kept.',
    },
    large: {
      head: 'That was more than we can take here',
      says: 'Nothing was kept. Please write less, or call us: we would rather hear it.',
    },
    broken: {
      head: 'This did not work, and it is our fault',
      says: 'Nothing you wrote was kept. Please try again in a few minutes, or call us.',
    },
    away: {
      head: 'This page is away for a moment',
      says: 'Nothing you wrote was kept. Please try again in a few minutes. Help by phone works all the same.',
    },
    help: {
      danger: 'Danger to life, now:',
      crisis: 'Thoughts of suicide, or any crisis, call or text:',
      line: 'Our crisis line, day and night:',
      start: 'To the first page',
    },
  },
}

/** What a catalog of public words holds. */
export type FrontWords = Omit<typeof english, 'lang'> & { lang: Language }
