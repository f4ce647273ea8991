import { type NotePart, ownPart, stepWords } from './notes.ts'
import { type Template, templateIn, templates } from './templates.ts'

/** What a draft is asked to say: by a template of the pack, or what a note said that it stands instead of. */
export type DraftTemplate = Pick<Template, 'name' | 'parts'> & { kind: string }

/** The parts of a group's note in one chart, in the order of reading; `partsOf` leaves out those without words. */
const groupParts: DraftTemplate['parts'] = [
  ...Object.values(stepWords).map(name => ({
    name,
    hint: 'What the group did, in this chart alone.',
    required: false,
  })),
  { name: 'What the group did', hint: 'What the group did, in this chart alone.', required: true },
  {
    name: 'How they took part',
    hint: 'How much they took part, how they seemed, what they did with it.',
    required: true,
  },
  { name: 'Objective', hint: 'What of their plan it was about.', required: false },
  { name: ownPart, hint: 'What is theirs alone: nobody else of the group can be known from it.', required: true },
  { name: 'Risk', hint: 'What was noted, and what was done about it.', required: false },
]

const asItWas = (parts: readonly NotePart[]) =>
  parts.map(({ name }) => ({ name, hint: 'As the note said it that came back.', required: parts.length === 1 }))

const fits = (wanted: DraftTemplate['parts'], parts: readonly NotePart[]) =>
  parts.every(part => wanted.some(({ name }) => name === part.name))

const isOfGroup = ({ kind, parts }: { kind: string; parts: readonly NotePart[] }) =>
  kind === 'group' && fits(groupParts, parts)

/** The template of a draft: of the pack, of a group’s note, or what the note says that it stands instead of. */
export function templateOf(draft: { template: string; kind: string; parts: readonly NotePart[] }): DraftTemplate {
  const found = templateIn(templates, draft.template)
  if (found && fits(found.parts, draft.parts)) return found
  const name = draft.kind === 'missed' ? 'Missed session' : 'Group note'
  const names = new Set(draft.parts.map(part => part.name))
  const parts = isOfGroup(draft) ? groupParts.filter(part => names.has(part.name)) : asItWas(draft.parts)
  return { name, kind: draft.kind, parts }
}

const steps = new Set<string>(Object.values(stepWords))

/** What a note said, with the parts that had no words and may have some; steps that a group left out stay out. */
export function partsToWrite(note: { template: string; kind: string; parts: readonly NotePart[] }): NotePart[] {
  const said = new Map(note.parts.map(part => [part.name, part.text]))
  const parts = isOfGroup(note)
    ? groupParts.filter(({ name }) => said.has(name) || !steps.has(name))
    : templateOf(note).parts
  return parts.map(({ name }) => ({ name, text: said.get(name) ?? '' }))
}
