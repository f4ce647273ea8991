import type { OutputOf } from '#kernel/door.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { languageOptions } from '#web/ui/client-fields.tsx'
import { FieldRow, SelectField, TextField } from '#web/ui/field.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import type { curricula } from '../curricula.ts'
import { type Catalog, type GroupDraft, groupServices, seatLimit } from './group-draft.ts'

type Curricula = OutputOf<typeof curricula>['curricula']
export type House = OutputOf<typeof houseOf>
/** What the fields of a group choose from. */
export type GroupChoices = { catalog: Catalog; curricula: Curricula; tracks: House['tracks'] }
type FieldsProps = { draft: GroupDraft; change: (part: Partial<GroupDraft>) => void; choices: GroupChoices }

const choose = (label: string) => ({ value: '', label })

/** What a group is: its name, its service, for whom. */
export function WhatFields({ draft, change, choices }: FieldsProps) {
  const { catalog, tracks } = choices
  const service = catalog.services.find(each => each.service === draft.service)
  return (
    <>
      <FieldRow>
        <TextField label="Name" value={draft.name} onValue={name => change({ name })} maxLength={100} required />
        <SelectField
          label="Service"
          value={draft.service}
          onValue={code => change({ service: code })}
          help={service?.counts === false ? 'Its minutes do not count towards the weekly hours.' : undefined}
          options={groupServices(catalog.services).map(each => ({ value: each.service, label: each.name }))}
        />
      </FieldRow>
      <FieldRow>
        <SelectField
          label="For whom"
          value={draft.cohort}
          onValue={cohort => change({ cohort })}
          options={[choose('Everybody'), ...catalog.cohorts.map(each => ({ value: each.cohort, label: each.name }))]}
        />
        {draft.cohort === 'language' ? (
          <SelectField
            label="Language"
            value={draft.language}
            onValue={language => change({ language })}
            options={languageOptions(draft.language)}
          />
        ) : null}
        <SelectField
          label="Track"
          optional
          value={draft.trackId}
          onValue={trackId => change({ trackId })}
          options={[choose('No track'), ...tracks.map(track => ({ value: track.id, label: track.name }))]}
        />
      </FieldRow>
    </>
  )
}

/** Who may come when: open or closed, how many, and what it works through. */
export function SeatFields({ draft, change, choices }: FieldsProps) {
  const { catalog, curricula } = choices
  const { most, over } = seatLimit(draft, catalog.services)
  const service = catalog.services.find(each => each.service === draft.service)
  return (
    <>
      <Segmented
        label="Who may join"
        options={[
          { value: 'open', label: 'Open: at any time' },
          { value: 'closed', label: 'Closed: all begin together' },
        ]}
        value={draft.open ? 'open' : 'closed'}
        onValue={value => change({ open: value === 'open' })}
      />
      <FieldRow>
        <TextField
          label="Seats for clients"
          inputMode="numeric"
          value={draft.capacity}
          onValue={capacity => change({ capacity })}
          help={most === null ? undefined : `${service?.name ?? 'This service'} has at most ${most} here.`}
          error={over ? `Take ${most} or fewer, or another service.` : undefined}
          required
        />
        <TextField
          label="At least"
          inputMode="numeric"
          value={draft.least}
          onValue={least => change({ least })}
          help="With fewer the director hears of it. 0 asks for nobody."
        />
        <SelectField
          label="Curriculum"
          optional
          value={draft.curriculumId}
          onValue={curriculumId => change({ curriculumId })}
          help={draft.open ? 'Its topics rotate.' : 'Each topic is heard once.'}
          options={[choose('No curriculum'), ...curricula.map(each => ({ value: each.id, label: each.name }))]}
        />
      </FieldRow>
    </>
  )
}

/** In what way people meet. */
export function ModeFields({ draft, change }: Omit<FieldsProps, 'choices'>) {
  return (
    <>
      <Segmented
        label="How people meet"
        options={[
          { value: 'in-person', label: 'In person' },
          { value: 'video', label: 'Video' },
          { value: 'phone', label: 'Phone' },
        ]}
        value={draft.mode}
        onValue={mode => change({ mode })}
      />
      {draft.mode === 'video' ? (
        <TextField
          label="Link"
          optional
          value={draft.link}
          onValue={link => change({ link })}
          help="Where everybody joins, such as https://video.example/evening"
          maxLength={500}
        />
      ) : null}
    </>
  )
}
