import type { ClientDraft } from '#web/ui/client-fields.tsx'
import type { ContactDraft } from '#web/ui/contact-fields.tsx'
import type { Draft, Reported } from '../referral-draft.ts'

type Origin = Reported['origin']

/** A contact of the draft while a person decides about it. */
export type DraftLine = { at: number; kept: boolean; origin: Origin; contact: ContactDraft }

/** What a person is confirming: the values, the contacts, and which health lines stay out. */
export type Confirming = { client: ClientDraft; contacts: DraftLine[]; leaveOut: number[]; notAlike: string[] }

/** Where a value stood, as a person finds it in the file: `Patient.name[0], entry 1`. */
export function originWords(origin: Origin): string {
  return `${origin.path}, entry ${origin.entry + 1}`
}

/** The draft as the file says it; nothing may be sent anywhere until a person says so. */
export function confirmingOf(draft: Draft): Confirming {
  const { legalGiven, legalFamily, chosenName, pronouns, bornOn } = draft
  return {
    client: {
      legalGiven: legalGiven?.value ?? '',
      legalFamily: legalFamily?.value ?? '',
      chosenName: chosenName?.value ?? '',
      pronouns: pronouns?.value ?? '',
      bornOn: bornOn?.value ?? '',
      languages: languagesOf(draft.languages),
    },
    contacts: draft.contacts.map(({ kind, value, label, origin }, at) => ({
      at,
      kept: true,
      origin,
      contact: { kind, value, label, mayCall: false, mayText: false, mayMail: false },
    })),
    leaveOut: [],
    notAlike: [],
  }
}

// A file says en-US where a person says English; what says nothing of the place keeps the choice short.
function languagesOf(codes: readonly string[]): string[] {
  const known = codes.map(code => (/^[a-z]{2,3}-[A-Z]{2}$/.test(code) ? (code.split('-')[0] ?? code) : code))
  const fitting = [...new Set(known)].filter(code => code.length >= 2 && code.length <= 20)
  return fitting.length > 0 ? fitting : ['en']
}

/** A kind of health line, its heading, and its lines with their places in the draft. */
type ReportedGroup = { kind: Reported['kind']; title: string; lines: { at: number; line: Reported }[] }

const titles = { condition: 'Conditions', medication: 'Medications', allergy: 'Allergies' } as const

/** The health lines by kind: allergies first, because they must not be missed. */
export function reportedGroups(reported: readonly Reported[]): ReportedGroup[] {
  const lines = reported.map((line, at) => ({ at, line }))
  return (['allergy', 'medication', 'condition'] as const)
    .map(kind => ({ kind, title: titles[kind], lines: lines.filter(({ line }) => line.kind === kind) }))
    .filter(group => group.lines.length > 0)
}

/** What was not understood, by resource. */
type LeftOver = { resource: string; count: number; lines: Draft['notUnderstood'] }

/** Groups what was not understood by resource, the largest first. */
export function leftOver(notUnderstood: Draft['notUnderstood']): LeftOver[] {
  const by = Map.groupBy(notUnderstood, each => each.resource)
  return [...by]
    .map(([resource, lines]) => ({ resource, lines, count: lines.reduce((sum, line) => sum + line.count, 0) }))
    .sort((a, b) => b.count - a.count)
}
