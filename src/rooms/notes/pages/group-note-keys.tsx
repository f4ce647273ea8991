import { useEffect, useState } from 'react'
import { useAct } from '#web/ui/data.ts'
import { useKeys } from '#web/ui/keys.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { keepWarning } from '../group-note.ts'
import { emptyLine, followUps, moods, participations, responses } from '../notes.ts'
import type { Note } from './group-note-book.ts'
import type { GroupBook } from './group-note-drafts.ts'
import { useThings } from './group-note-guards.tsx'
import { focusIn, focusKeep } from './group-note-open.tsx'
import { focusShared, type SessionStep, sessionSteps, stepWith } from './group-note-shared.tsx'
import { type Found, findingsNow, keepable, looksIn, nextChoice, openOf, stopsIn } from './group-note-words.ts'

/** Where the focus goes next, once what it goes to is drawn. */
type Aim =
  | { part: 'choices' | 'sentence' | 'objective' | 'follow-up' | 'shared' | 'before-signing' | 'attendance' }
  | { part: 'keep'; finding: Found }

function focusOn(aim: Aim): void {
  if (aim.part === 'keep') focusKeep(aim.finding.clientId, aim.finding.guard)
  else if (aim.part === 'shared') focusShared()
  else if (aim.part === 'before-signing') document.getElementById('before-signing')?.focus()
  else if (aim.part === 'attendance') document.querySelector<HTMLElement>('a[href^="/staff/attendance/"]')?.focus()
  else focusIn(aim.part)
}

/** Where somebody has to go for what a guard found. */
const partOf: Partial<Record<Found['guard'], 'choices' | 'follow-up' | 'attendance'>> = {
  'no-participation': 'choices',
  'risk-without-follow-up': 'follow-up',
  'not-marked': 'attendance',
  'to-choose': 'attendance',
}

/** Keeps a warning of words as they are saved. */
function useKeep(note: Note, book: GroupBook) {
  const act = useAct<typeof keepWarning>('notes.keep-warning')
  return async (finding: Found): Promise<void> => {
    const guard = keepable(finding)
    if (!guard || act.busy) return
    await book.save()
    if (book.unsaved) return toast('Not kept yet: not every word is saved.', { kind: 'risk' })
    await act.run({ sessionId: note.session.id, clientId: finding.clientId, guard })
  }
}

/** Which person and which part of the session are open, what F8 is at, and the ways between them. */
export function useHands(note: Note, book: GroupBook, found: readonly Found[]) {
  const here = note.people.filter(person => person.here)
  const [openId, setOpenId] = useState<string | undefined>(
    () => here.find(person => openOf(note.findings, person.clientId).length > 0)?.clientId,
  )
  const [openStep, setOpenStep] = useState<SessionStep | null>(null)
  const [aim, setAim] = useState<Aim | null>(null)
  const [at, setAt] = useState<{ index: number; finding: Found } | null>(null)
  const keepNow = useKeep(note, book)
  const things = useThings(note, found)
  useEffect(() => {
    if (aim) focusOn(aim)
  }, [aim])

  function open(clientId: string | undefined, next: Aim = { part: 'choices' }) {
    setOpenId(clientId)
    setAim(next)
  }
  function step(by: number) {
    const index = here.findIndex(person => person.clientId === openId)
    open(here[(Math.max(index, by > 0 ? -1 : 0) + by + here.length) % here.length]?.clientId)
  }
  function goTo(finding: Found) {
    if (finding.clientId !== null) return open(finding.clientId, { part: placeOf(finding) })
    const inStep = stepWith(book.shared.text, finding.word)
    if (inStep) setOpenStep(inStep)
    else setAim({ part: 'shared' })
  }
  /** Which part of a person a finding is about; what is said of who is away is changed where attendance is taken. */
  function placeOf({ clientId, guard, word }: Found) {
    if (clientId === null || !here.some(person => person.clientId === clientId)) return 'attendance'
    const { own, objective } = book.line(clientId).text
    return partOf[guard] ?? (word && !own.includes(word) && objective.includes(word) ? 'objective' : 'sentence')
  }
  /** After one person, the next who is not ready; after the last, what is left. */
  function goOn() {
    const index = here.findIndex(person => person.clientId === openId)
    const round = [...here.slice(index + 1), ...here.slice(0, Math.max(index, 0))]
    // Of the words as they stand at this key, which may not be drawn yet.
    const written = { shared: book.shared.text, line: (clientId: string) => book.line(clientId).text }
    const stops = stopsIn(findingsNow(note, written))
    const next = round.find(person => openOf(stops, person.clientId).length > 0)
    const [left] = stops
    if (next) open(next.clientId)
    else if (left) goTo(left)
    else setAim({ part: 'before-signing' })
  }
  function nextThing() {
    const all = [...things.stops, ...things.looks].map(thing => thing.finding)
    const same = (each: Found) => each.guard === at?.finding.guard && each.clientId === at?.finding.clientId
    const before = all.findIndex(same)
    const index = before >= 0 ? before + 1 : (at?.index ?? 0)
    const finding = all[index % Math.max(1, all.length)]
    if (!finding) return setAim({ part: 'before-signing' })
    setAt({ index: all.indexOf(finding), finding })
    if (!keepable(finding)) return goTo(finding)
    if (finding.clientId !== null) setOpenId(finding.clientId)
    setAim({ part: 'keep', finding })
  }
  async function keep(finding: Found) {
    await keepNow(finding)
    if (finding.clientId !== null) setAim({ part: 'choices' })
  }
  /** What one key keeps: what F8 is at, else what is open. */
  function keepCurrent() {
    const looks = looksIn(found)
    const current = looks.find(each => each.guard === at?.finding.guard && each.clientId === at?.finding.clientId)
    const finding = current ?? looks.find(each => each.clientId === openId)
    if (finding) void keep(finding)
  }
  return { openId, openStep, setOpenStep, open, step, goTo, goOn, nextThing, keep, keepCurrent, setAim }
}

/** What the page's keys move. */
export type Hands = ReturnType<typeof useHands>

/** The keys that write for the open person. */
function personKeys(note: Note, book: GroupBook, hands: Hands) {
  const person = note.people.find(each => each.clientId === hands.openId)
  const text = () => (person ? book.line(person.clientId).text : emptyLine)
  const write = (part: Parameters<GroupBook['writeLine']>[1]) => {
    if (person) book.writeLine(person.clientId, part)
  }
  return [
    ...participations.map((participation, at) => ({
      key: String(at + 1),
      says: `Participation, choice ${at + 1}, then the sentence`,
      run: () => {
        write({ participation })
        hands.setAim({ part: 'sentence' })
      },
    })),
    { key: 'm', says: 'Mood, the next choice', run: () => write({ mood: nextChoice(moods, text().mood) }) },
    {
      key: 'r',
      says: 'Response, the next choice',
      run: () => write({ response: nextChoice(responses, text().response) }),
    },
    {
      key: 'o',
      says: 'Objective: the last one, or the field',
      run: () => {
        if (text().objective === '' && person?.lastObjective) write({ objective: person.lastObjective })
        else hands.setAim({ part: 'objective' })
      },
    },
    {
      key: '!',
      says: 'Risk noted; again: what was done, the next choice',
      run: () => {
        write(text().risk ? { followUp: nextChoice(followUps, text().followUp) } : { risk: true })
        hands.setAim({ part: 'follow-up' })
      },
    },
    { key: 's', says: 'The sentence', run: () => hands.setAim({ part: 'sentence' }) },
  ]
}

/** Everything on this page by keys. */
export function useNoteKeys(note: Note, book: GroupBook, hands: Hands): void {
  const planned = note.session.topic
  const [firstStep] = sessionSteps
  useKeys(
    'Group note',
    note.signedAt
      ? []
      : [
          ...personKeys(note, book, hands),
          { key: 'j', says: 'Next person', run: () => hands.step(1) },
          { key: 'k', says: 'Person before', run: () => hands.step(-1) },
          { key: 'w', says: 'The shared text', run: () => hands.setAim({ part: 'shared' }) },
          { key: 'p', says: 'The parts of the session, one after the other', run: () => hands.setOpenStep(firstStep) },
          {
            key: 't',
            says: 'Topic: the next of the curriculum, or the field',
            run: () => {
              if (planned && book.shared.text.topic.trim() === '') book.writeShared({ topic: planned })
              else hands.setOpenStep('topic')
            },
          },
          { key: 'x', says: 'Keep the words that a warning is about', run: hands.keepCurrent },
          { key: 'F8', says: 'Next thing to settle', anywhere: true, run: hands.nextThing },
        ],
  )
}
