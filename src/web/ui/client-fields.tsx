import type { ReactNode } from 'react'
import { FieldRow, SelectField, TextField } from './field.tsx'

/** A client's names and front facts while they are being written; `tags` are words with commas between them. */
export type ClientDraft = {
  legalGiven: string
  legalFamily: string
  chosenName: string
  pronouns: string
  bornOn: string
  languages: string[]
}

/** Nobody yet. */
export const emptyClient: ClientDraft = {
  legalGiven: '',
  legalFamily: '',
  chosenName: '',
  pronouns: '',
  bornOn: '',
  languages: ['en'],
}

const common = 'en es pt fr ht zh vi ar ne so sw ru uk pl ko ja tl hi pa ur fa ps am ti km lo de it el ase'.split(' ')
const namer = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

/** A language's code as its name: `es` is Spanish; what is no code stays as it was written. */
export function languageWords(code: string): string {
  try {
    return namer.of(code) ?? code
  } catch {
    return code
  }
}

/** Languages to choose from by name, with those that are kept already. */
export function languageOptions(...kept: (string | undefined)[]): { value: string; label: string }[] {
  const codes = [...new Set([...kept.filter(code => code !== undefined), ...common])]
  return codes.map(value => ({ value, label: languageWords(value) })).sort((a, b) => a.label.localeCompare(b.label))
}

type ClientFieldsProps = {
  draft: ClientDraft
  onDraft: (draft: ClientDraft) => void
  /** What is wrong at a place, from `useAct`. */
  saysOf: (place: string) => string | undefined
  /** A quiet line under a field, such as where its value stood. */
  helpOf?: (place: keyof ClientDraft) => ReactNode
}

/** Names, pronouns, birth date and languages: the same wherever a client is written down. */
export function ClientFields({ draft, onDraft, saysOf, helpOf }: ClientFieldsProps) {
  const [first = 'en', second, ...others] = draft.languages
  const set = (change: Partial<ClientDraft>) => onDraft({ ...draft, ...change })
  const help = (place: keyof ClientDraft, words?: string) => helpOf?.(place) ?? words
  const speak = (main: string, also: string | undefined) =>
    set({ languages: [...new Set([main, ...(also ? [also] : []), ...others])] })
  return (
    <>
      <FieldRow>
        <TextField
          label="Legal given name"
          required
          value={draft.legalGiven}
          onValue={legalGiven => set({ legalGiven })}
          help={help('legalGiven')}
          error={saysOf('legalGiven')}
        />
        <TextField
          label="Legal family name"
          required
          value={draft.legalFamily}
          onValue={legalFamily => set({ legalFamily })}
          help={help('legalFamily')}
          error={saysOf('legalFamily')}
        />
      </FieldRow>
      <FieldRow>
        <TextField
          label="Chosen name"
          optional
          value={draft.chosenName}
          onValue={chosenName => set({ chosenName })}
          help={help('chosenName', 'What to call them, when it is not the legal given name')}
          error={saysOf('chosenName')}
        />
        <TextField
          label="Pronouns"
          optional
          value={draft.pronouns}
          onValue={pronouns => set({ pronouns })}
          help={help('pronouns', 'As they say them, such as they/them')}
          error={saysOf('pronouns')}
        />
      </FieldRow>
      <FieldRow>
        <TextField
          label="Birth date"
          type="date"
          required
          value={draft.bornOn}
          onValue={bornOn => set({ bornOn })}
          help={help('bornOn')}
          error={saysOf('bornOn') && draft.bornOn === '' ? 'Write the birth date.' : saysOf('bornOn')}
        />
        <SelectField
          label="Speaks best"
          value={first}
          onValue={main => speak(main, second)}
          options={languageOptions(first)}
          help={help('languages')}
          error={saysOf('languages') ?? saysOf('languages[0]')}
        />
        <SelectField
          label="Also speaks"
          optional
          value={second ?? ''}
          onValue={also => speak(first, also)}
          options={[{ value: '', label: 'No other' }, ...languageOptions(second)]}
          help={others.length > 0 ? `and ${others.map(languageWords).join(', ')}` : undefined}
          error={saysOf('languages[1]')}
        />
      </FieldRow>
    </>
  )
}
