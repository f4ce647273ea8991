import { Button } from './button.tsx'
import { Notice } from './chip.tsx'
import type { FieldDraft, FieldOf } from './field-draft.ts'

type BothWroteProps<Fields extends object> = {
  draft: FieldDraft<Fields>
  /** What was changed: `this call`. */
  what: string
  nameOf: (field: FieldOf<Fields>) => string
  wordsOf: (field: FieldOf<Fields>, fields: Partial<Fields>) => string
}

/** Fields that were written in two places: both stand here until one is chosen. */
export function BothWrote<Fields extends object>({ draft, what, nameOf, wordsOf }: BothWroteProps<Fields>) {
  const fields = draft.both
  if (fields.length === 0) return null
  return (
    <Notice kind="due" live>
      <b>Somebody else changed {what} too.</b> Everything else is saved.
      {fields.map(field => (
        <div key={field} className="both-wrote">
          <p>
            {nameOf(field)}: you wrote <q>{wordsOf(field, draft.fields)}</q>, they wrote{' '}
            <q>{wordsOf(field, draft.theirs)}</q>.
          </p>
          <span className="row">
            <Button small onPress={() => draft.keepMine(field)} label={`Keep yours: ${nameOf(field)}`}>
              Keep yours
            </Button>
            <Button small onPress={() => draft.takeTheirs(field)} label={`Take theirs: ${nameOf(field)}`}>
              Take theirs
            </Button>
          </span>
        </div>
      ))}
    </Notice>
  )
}
