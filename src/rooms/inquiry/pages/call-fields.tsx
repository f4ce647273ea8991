import { useAsk } from '#web/ui/data.ts'
import { CheckField, FieldRow, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useHere } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { messageWords } from '../inquiry.ts'
import type { sources } from '../sources.ts'
import type { CallFields, CallPatch } from './call-draft.ts'
import type { Script } from './call-urgency.tsx'
import { askerOptions, cameWords, dialed, languageOptions, sayOptions, wishOptions } from './call-words.ts'

/** The words of a message to this caller, exactly as they are said; null when nothing may be said. */
export function useMessage(fields: CallFields, script: Script): string | null {
  const { me, site } = useHere()
  const where = script.sites.find(each => each.id === (fields.siteId || site.id)) ?? script.sites[0]
  const say = (['name', 'house', 'text', 'none'] as const).find(each => each === fields.say) ?? 'none'
  return messageWords(say, fields.language === 'es' ? 'es' : 'en', {
    by: me.name.split(' ')[0] ?? me.name,
    to: fields.caller.trim().split(' ')[0] || '(name)',
    phone: where?.phone ?? 'our number',
    house: script.house,
  })
}

type FieldsProps = { fields: CallFields; script: Script; onPatch: (patch: CallPatch) => void }

/** Who is on the phone, and what may be said where they are called. */
export function Caller({ fields, script, onPatch }: FieldsProps) {
  const message = useMessage(fields, script)
  const dial = dialed(fields.callerPhone)
  return (
    <Panel title="Who is calling" padded>
      <div className="stack">
        <div className="call-row wide">
          <Segmented
            label="For whom"
            options={askerOptions}
            value={fields.asker}
            onValue={asker => onPatch({ asker })}
          />
          <Segmented
            label="Language"
            options={languageOptions}
            value={fields.language}
            onValue={language => onPatch({ language })}
          />
        </div>
        <FieldRow>
          <TextField
            label="What should we call them?"
            value={fields.caller}
            onValue={caller => onPatch({ caller })}
            maxLength={120}
          />
          <TextField
            label="Phone"
            type="tel"
            inputMode="tel"
            value={fields.callerPhone}
            onValue={callerPhone => onPatch({ callerPhone })}
            maxLength={40}
          />
        </FieldRow>
        {dial ? (
          <a className="btn call-dial" href={dial}>
            <Icon name="phone" />
            Call this number
          </a>
        ) : null}
        {fields.asker === 'self' ? null : (
          <TextField
            label="Who are they to the person?"
            optional
            value={fields.relation}
            onValue={relation => onPatch({ relation })}
            maxLength={60}
            help="Mother, partner, doctor, probation officer"
          />
        )}
        <Segmented
          label="What may we say in a message?"
          options={sayOptions}
          value={fields.say}
          onValue={say => onPatch({ say })}
        />
        <blockquote className="call-exact" lang={fields.language}>
          {message ?? 'Say nothing and leave no message. Hang up and try again.'}
        </blockquote>
        <FieldRow>
          <SelectField
            label="When may we call?"
            options={wishOptions}
            value={fields.callWhen}
            onValue={callWhen => onPatch({ callWhen })}
          />
          <SelectField
            label="How they came"
            options={cameWords}
            value={fields.came}
            onValue={came => onPatch({ came })}
          />
        </FieldRow>
        <Sender sourceId={fields.sourceId} onPatch={onPatch} />
        <TextField
          label="Email"
          optional
          type="email"
          inputMode="email"
          value={fields.callerMail}
          onValue={callerMail => onPatch({ callerMail })}
          maxLength={254}
        />
        <div className="call-row wide">
          <CheckField
            label="We may send mail there"
            checked={fields.mayMail}
            onChecked={mayMail => onPatch({ mayMail })}
          />
          <CheckField label="We may send texts" checked={fields.mayText} onChecked={mayText => onPatch({ mayText })} />
        </div>
      </div>
    </Panel>
  )
}

/** Who sent them, of those who are known to send people here. */
function Sender({ sourceId, onPatch }: { sourceId: string; onPatch: FieldsProps['onPatch'] }) {
  const asked = useAsk<typeof sources>('inquiry.sources', {}, { keepMinutes: 60 })
  const offered = (asked.data?.sources ?? []).filter(each => each.endedOn === null || each.id === sourceId)
  return (
    <SelectField
      label="Who sent them?"
      optional
      value={sourceId}
      onValue={chosen => onPatch({ sourceId: chosen })}
      options={[
        { value: '', label: 'Nobody was named' },
        ...offered.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

/** Who needs care, as far as anybody said, and what they said of it. */
export function Person({ fields, onPatch }: Omit<FieldsProps, 'script'>) {
  return (
    <Panel title="Who needs help" sub="only what they want to say" padded>
      <div className="stack">
        <FieldRow>
          <TextField label="Given name" value={fields.given} onValue={given => onPatch({ given })} maxLength={100} />
          <TextField
            label="Family name"
            value={fields.family}
            onValue={family => onPatch({ family })}
            maxLength={100}
          />
        </FieldRow>
        <FieldRow>
          <TextField
            label="Birth date"
            type="date"
            value={fields.bornOn}
            onValue={bornOn => onPatch({ bornOn })}
            help="Needed before a place can be held; ask at the end."
          />
          <TextField
            label="Pronouns"
            optional
            value={fields.pronouns}
            onValue={pronouns => onPatch({ pronouns })}
            maxLength={40}
          />
        </FieldRow>
        <TextArea
          label="What do they need?"
          rows={5}
          value={fields.need}
          onValue={need => onPatch({ need })}
          maxLength={4000}
          help="In their words. What they use, since when, what they hope for, what stands in the way."
        />
      </div>
    </Panel>
  )
}
