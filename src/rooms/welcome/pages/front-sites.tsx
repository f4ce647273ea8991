import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useAct } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { setSiteWords } from '../front.ts'
import type { Settings } from './front.tsx'

type Site = Settings['sites'][number]

/** How people get in at each site, in both languages. */
export function SiteWords({ sites }: { sites: Site[] }) {
  const [changing, setChanging] = useState<Site | null>(null)
  return (
    <Panel title="Getting in" sub="bus, step, elevator, which bell">
      <DataTable<Site>
        label="Getting in"
        rows={sites}
        keyOf={site => site.id}
        columns={[
          {
            head: 'Site',
            width: 200,
            cell: site => (
              <>
                <b>{site.name}</b>
                <span className="sub">{site.phone ?? 'No phone: it cannot be called from the public pages'}</span>
              </>
            ),
          },
          { head: 'In English', card: 'wide', cell: site => <Words text={site.access.en} /> },
          { head: 'In Spanish', card: 'wide', cell: site => <Words text={site.access.es} lang="es" /> },
          {
            head: 'Action',
            kind: 'act',
            cell: site => (
              <Button small label={`Change the words for ${site.name}`} onPress={() => setChanging(site)}>
                Change
              </Button>
            ),
          },
        ]}
      />
      {changing ? <ChangeWords key={changing.id} site={changing} onClose={() => setChanging(null)} /> : null}
    </Panel>
  )
}

function Words({ text, lang }: { text: string | null; lang?: string }) {
  return text === null ? <span className="quiet">Not said</span> : <span lang={lang}>{text}</span>
}

function ChangeWords({ site, onClose }: { site: Site; onClose: () => void }) {
  const [english, setEnglish] = useState(site.access.en ?? '')
  const [spanish, setSpanish] = useState(site.access.es ?? '')
  const keepEnglish = useAct<typeof setSiteWords>('welcome.set-site-words')
  const keepSpanish = useAct<typeof setSiteWords>('welcome.set-site-words')
  const send = async () => {
    const siteId = site.id
    const done = [
      await keepEnglish.run({ siteId, language: 'en', access: english }),
      await keepSpanish.run({ siteId, language: 'es', access: spanish }),
    ]
    if (done.some(each => each === undefined)) return
    toast(`The words for ${site.name} are kept.`)
    onClose()
  }
  return (
    <Drawer open onClose={onClose} title={`Getting in at ${site.name}`}>
      <Form onSend={() => void send()} label={`Getting in at ${site.name}`}>
        <TextArea
          label="In English"
          optional
          help="Nothing that tells why people come here"
          value={english}
          onValue={setEnglish}
          maxLength={400}
          error={keepEnglish.saysOf('access')}
        />
        <TextArea
          label="In Spanish"
          optional
          value={spanish}
          onValue={setSpanish}
          maxLength={400}
          error={keepSpanish.saysOf('access')}
        />
        <div className="row end">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" submit busy={keepEnglish.busy || keepSpanish.busy}>
            Keep
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}
