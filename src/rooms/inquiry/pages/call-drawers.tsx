import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea, TextField } from '#web/ui/field.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { logAsked, logCall, scriptOf } from '../calls.ts'
import type { CallDraft } from './call-draft.ts'
import { useMessage } from './call-fields.tsx'
import type { Script } from './call-urgency.tsx'
import { endOptions, wayOptions } from './call-words.ts'

/** The words that confirm nothing, large enough to be read out, and a message. There is no search in sight. */
export function NeitherDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [asked, setAsked] = useState({ who: '', phone: '', message: '' })
  const script = useAsk<typeof scriptOf>('inquiry.script', {})
  const log = useAct<typeof logAsked>('inquiry.log-asked', {
    onDone: () => {
      toast('Written down. It is linked with nobody.')
      setAsked({ who: '', phone: '', message: '' })
      onClose()
    },
  })
  const words = script.data?.neither
  return (
    <Drawer open={open} onClose={onClose} title="Neither confirm nor deny" wide>
      <div className="stack call-neither">
        <p className="aloud">{words?.says}</p>
        <p className="aloud" lang="es">
          {words?.spanish}
        </p>
        <ul className="call-lines">
          {words?.lines.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className="small quiet">
          Source: {words?.source}
          {words?.verified ? '' : ' (not checked yet)'}
        </p>
        <Form onSend={() => void log.run(asked)}>
          <TextField
            label="Who asked"
            required
            value={asked.who}
            onValue={who => setAsked({ ...asked, who })}
            help="As they said it. Nobody is looked up."
            error={log.saysOf('who')}
            maxLength={200}
          />
          <TextField
            label="Their number"
            optional
            type="tel"
            value={asked.phone}
            onValue={phone => setAsked({ ...asked, phone })}
            maxLength={40}
          />
          <TextArea
            label="Message"
            optional
            value={asked.message}
            onValue={message => setAsked({ ...asked, message })}
            maxLength={1000}
          />
          <Button kind="primary" submit busy={log.busy}>
            Write it down
          </Button>
        </Form>
      </div>
    </Drawer>
  )
}

type CallDrawer = { open: boolean; onClose: () => void; draft: CallDraft; script: Script }

type Way = (typeof wayOptions)[number]['value']
type End = (typeof endOptions)[number]['value'] | 'sent'

/** A try or a talk: how it went out, how it ended, and what exactly was said. */
export function LogDrawer({ open, onClose, draft, script }: CallDrawer) {
  const [id, setId] = useState(() => crypto.randomUUID())
  const [way, setWay] = useState<Way>('out')
  const [ended, setEnded] = useState<End | undefined>(undefined)
  const [said, setSaid] = useState<string | undefined>(undefined)
  const [minutes, setMinutes] = useState('')
  const words = useWords()
  const message = useMessage(draft.fields, script)
  const log = useAct<typeof logCall>('inquiry.log-call', {
    onDone: ({ callDueAt }) => {
      toast(
        callDueAt ? `Logged. Call again ${words.when(callDueAt, new Date().toISOString())}.` : 'The call is logged.',
      )
      setId(crypto.randomUUID())
      setEnded(undefined)
      setSaid(undefined)
      setMinutes('')
      onClose()
    },
  })
  const written = way === 'text' || way === 'mail'
  const left = written || ended === 'voicemail' || ended === 'left-with-someone'
  const spoken = left ? (said ?? message ?? '') : (said ?? '')
  async function send() {
    const end = written ? 'sent' : ended
    if (!end || !(await draft.begun())) return
    const length = Number.parseInt(minutes, 10)
    await log.run({
      ...{ id, contactId: draft.id, way, ended: end, said: spoken },
      minutes: Number.isNaN(length) ? null : Math.max(0, Math.min(600, length)),
    })
  }
  return (
    <Drawer open={open} onClose={onClose} title="Log a call">
      <Form onSend={() => void send()}>
        <Segmented label="How" options={wayOptions} value={way} onValue={setWay} />
        {written ? null : (
          <Segmented
            label="How it ended"
            options={endOptions}
            value={ended === 'sent' ? undefined : ended}
            onValue={setEnded}
          />
        )}
        {left && message === null ? (
          <p className="t-due">They asked for no message. Leave none.</p>
        ) : (
          <TextArea
            label={left ? 'Said exactly' : 'What was said'}
            optional={!left}
            value={spoken}
            onValue={setSaid}
            maxLength={500}
          />
        )}
        <TextField
          label="Minutes"
          optional
          inputMode="numeric"
          value={minutes}
          onValue={setMinutes}
          error={log.saysOf('minutes')}
          maxLength={3}
        />
        <Button kind="primary" submit busy={log.busy} reason={written || ended ? undefined : 'Say how it ended.'}>
          Log the call
        </Button>
      </Form>
    </Drawer>
  )
}
