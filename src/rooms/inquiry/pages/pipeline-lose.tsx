import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, SelectField, TextArea } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { scriptOf } from '../calls.ts'
import type { lose, takeUp } from '../endings.ts'

/** An inquiry that comes to nothing is closed from the board, with its reason; the way back is in the message. */
export function LoseCard({
  id,
  code,
  version,
  onClose,
}: {
  id: string
  code: string
  version: number
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const script = useAsk<typeof scriptOf>('inquiry.script', {})
  const again = useAct<typeof takeUp>('inquiry.take-up')
  const end = useAct<typeof lose>('inquiry.lose', {
    onDone: done => {
      toast(`${code} is closed with its reason.`, {
        act: { word: 'Undo', run: () => void again.run({ id, version: done.version }) },
      })
      onClose()
    },
  })
  const options = [
    { value: '', label: 'Choose' },
    ...(script.data?.lost ?? []).map(each => ({ value: each.reason, label: each.name })),
  ]
  return (
    <Drawer open onClose={onClose} title={`${code} does not start here`}>
      <Form label="How it ended" onSend={() => void end.run({ id, version, reason, note })}>
        <SelectField label="Why" options={options} value={reason} onValue={setReason} error={end.saysOf('reason')} />
        <TextArea label="More about it" optional value={note} onValue={setNote} maxLength={500} />
        <p className="small quiet">A time that is booked for them is free again.</p>
        <div>
          <Button kind="danger" submit busy={end.busy} reason={reason ? undefined : 'Choose why.'}>
            Close the inquiry
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}
