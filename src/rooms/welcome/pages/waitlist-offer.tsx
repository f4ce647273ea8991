import { useState } from 'react'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import type { OverrideAsked } from '#web/ui/conflicts.ts'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, Form, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { useWords } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import { listWords } from '#web/words.ts'
import type { answerPlace, offerPlace, takeBackPlace } from '../places.ts'
import { earlierThan, meetTogether, trackPlace } from '../welcome.ts'
import type { Entry, Program, Waitlist } from './waitlist.tsx'
import { daysWords } from './waitlist-words.ts'

type DrawerProps = { data: Waitlist; program: Program; entry: Entry; onClose: () => void }
type Group = Waitlist['groups'][number]

/** The groups that could be part of a place in a track: its own, those of their cohort, and those of no track. */
function offeredGroups(groups: readonly Group[], trackId: string, siteId: string | undefined): Group[] {
  return groups.filter(
    group => group.joinable && group.siteId === siteId && (group.trackId === trackId || group.trackId === null),
  )
}

/** Who asked earlier for what is chosen here, and has no offer: their codes. */
function earlierCodes(program: Program, entry: Entry, target: Parameters<typeof earlierThan>[2]): string[] {
  const line = program.entries.map(each => ({
    ...each,
    rank: null,
    isHeld: each.offered !== null,
    // The list is in order already: its places are what decides here.
    askedAt: each.askedAt,
    lapses: each.place,
  }))
  return earlierThan(line, entry.id, target).map(each => each.code)
}

/** What a place in a track is made of for somebody, as it is being chosen. */
function useChoice({ data, program, entry }: DrawerProps) {
  const placeIn = (trackId: string) =>
    trackPlace(data.groups, { trackId, cohort: entry.cohort, cohortValue: entry.cohortValue })
  const [trackId, setTrackId] = useState(
    () => entry.trackId ?? program.tracks.toSorted((a, b) => placeIn(b.id).free - placeIn(a.id).free)[0]?.id ?? '',
  )
  const [groupIds, setGroupIds] = useState<readonly string[]>(() => placeIn(trackId).groupIds)
  const track = program.tracks.find(each => each.id === trackId)
  const groups = offeredGroups(data.groups, trackId, track?.siteId)
  const chosen = groups.filter(each => groupIds.includes(each.id))
  const last =
    chosen
      .map(each => each.freeFrom ?? each.today)
      .sort()
      .at(-1) ?? ''
  const [fromOn, setFromOn] = useState<string>(last)
  return {
    trackId,
    groups,
    chosen,
    fromOn,
    setFromOn,
    take: (id: string) => {
      const next = placeIn(id).groupIds
      setTrackId(id)
      setGroupIds(next)
      const days = data.groups.filter(each => next.includes(each.id)).map(each => each.freeFrom ?? each.today)
      setFromOn(days.sort().at(-1) ?? '')
    },
    put: (id: string, on: boolean) => setGroupIds(on ? [...groupIds, id] : groupIds.filter(each => each !== id)),
  }
}

function seatsWords(group: Group, words: ReturnType<typeof useWords>): string {
  const when = daysWords(group.meetings)
  if (group.free > 0) return `${when}; ${group.free} free`
  return group.freeFrom ? `${when}; full until ${words.day(group.freeFrom)}` : `${when}; full`
}

/** Holds a seat in each of some groups for who waits, until they answer. */
export function OfferDrawer(props: DrawerProps) {
  const { program, entry, onClose } = props
  const words = useWords()
  const choice = useChoice(props)
  const [because, setBecause] = useState('')
  const act = useAct<typeof offerPlace>('welcome.offer-place', {
    refusals: 'quiet',
    onDone: ({ expiresAt, told }) => {
      toast(
        `The place is held for ${entry.code} until ${words.day(expiresAt)}, ${words.time(expiresAt)}.` +
          (told ? ' A mail asks them to call.' : ' Call them.'),
      )
      onClose()
    },
  })
  const { trackId, chosen, fromOn } = choice
  const earlier = earlierCodes(program, entry, { trackId, cohorts: chosen })
  const isOut = earlier.length > 0 || act.problem?.code === 'not-first'
  const whoAsked = earlier.length > 0 ? listWords(earlier) : 'Others'
  const twice = chosen.find(one => chosen.some(other => other.id !== one.id && meetTogether(one, other)))
  const send = () =>
    void act.run({
      ...{ waitingId: entry.id, version: entry.version, trackId, groupIds: chosen.map(each => each.id), fromOn },
      outOfOrderBecause: isOut ? because : null,
    })
  const missing =
    chosen.length === 0
      ? 'Choose at least one group.'
      : twice
        ? `${twice.name} meets at the same time as another that is chosen.`
        : isOut && because.trim().length < 3
          ? 'Write why this person goes before others.'
          : undefined
  return (
    <Drawer open onClose={onClose} title={`Offer a place to ${entry.code}`}>
      {entry.hasChart ? (
        <Form label="Offer a place" onSend={send}>
          <SelectField
            label="Track"
            options={program.tracks.map(({ id, name }) => ({ value: id, label: name }))}
            value={trackId}
            onValue={choice.take}
          />
          <fieldset className="stack offer-groups">
            <legend>A seat in</legend>
            {choice.groups.map(group => (
              <CheckField
                key={group.id}
                label={group.cohortName ? `${group.name} (${group.cohortName})` : group.name}
                help={seatsWords(group, words)}
                checked={chosen.includes(group)}
                onChecked={on => choice.put(group.id, on)}
              />
            ))}
          </fieldset>
          <TextField label="From" type="date" value={fromOn} onValue={choice.setFromOn} error={act.saysOf('fromOn')} />
          {isOut ? (
            <TextArea
              label="Before others because"
              rows={2}
              value={because}
              onValue={setBecause}
              help={`${whoAsked} asked earlier. What you write is kept with your name.`}
              error={act.saysOf('outOfOrderBecause')}
              maxLength={300}
            />
          ) : null}
          <ConflictsNotice problem={act.problem} busy={act.busy} title="No place was held." />
          <div>
            <Button kind="primary" submit busy={act.busy} reason={missing}>
              Offer the place
            </Button>
          </div>
        </Form>
      ) : (
        <div className="stack">
          <p>
            A seat is held for a person with a chart. Open the chart from the inquiry first: it asks for the legal name
            and the birth date.
          </p>
          <div>
            <ButtonLink kind="primary" to={`/staff/inquiries/call/${entry.contactId}`}>
              Open the inquiry
            </ButtonLink>
          </div>
        </div>
      )}
    </Drawer>
  )
}

/** What somebody said to the place that is held for them. */
export function AnswerDrawer({ data, program, entry, onClose }: DrawerProps) {
  const words = useWords()
  const [counselorId, setCounselorId] = useState('')
  const act = useAct<typeof answerPlace>('welcome.answer-place', {
    refusals: 'quiet',
    onDone: ({ answer }) => {
      toast(
        answer === 'accepted'
          ? `${entry.code} has the place: stay and seats are booked.`
          : 'Declined. The place is free.',
      )
      onClose()
    },
  })
  const back = useAct<typeof takeBackPlace>('welcome.take-back-place', {
    onDone: () => {
      toast(`The offer is taken back. ${entry.code} keeps the place in line.`)
      onClose()
    },
  })
  const { offered } = entry
  if (!offered) return null
  const track = program.tracks.find(each => each.id === offered.trackId)
  const site = data.sites.find(each => each.id === track?.siteId)
  const groups = data.groups.filter(each => offered.groupIds.includes(each.id))
  const said = (answer: 'accepted' | 'declined', like: { waitsOn?: boolean; override?: OverrideAsked | null } = {}) =>
    void act.run({ placeId: offered.id, answer, counselorId: counselorId || null, ...like })
  return (
    <Drawer open onClose={onClose} title={`The answer of ${entry.code}`}>
      <div className="stack">
        <p>
          {track?.name} from {words.day(offered.fromOn)}: {listWords(groups.map(each => each.name))}. Held until{' '}
          {words.day(offered.expiresAt)}, {words.time(offered.expiresAt)}.
        </p>
        {entry.phone ? (
          <p>
            <a href={`tel:${entry.phone}`}>{entry.phone}</a>
          </p>
        ) : null}
        <SelectField
          label="Counselor"
          optional
          options={[
            { value: '', label: 'Later' },
            ...data.counselors.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={counselorId}
          onValue={setCounselorId}
          help="Of the stay that begins when they take the place."
        />
        <ConflictsNotice
          problem={act.problem}
          title="No seat was given."
          zone={site?.zone ?? 'UTC'}
          busy={act.busy}
          onOverride={override => said('accepted', { override })}
        />
        <div className="row">
          <Button kind="primary" icon="check" busy={act.busy} onPress={() => said('accepted')}>
            They take the place
          </Button>
          <Button busy={act.busy} onPress={() => said('declined')}>
            Not this one; they wait on
          </Button>
        </div>
        <div className="row">
          <Button small kind="quiet" busy={act.busy} onPress={() => said('declined', { waitsOn: false })}>
            They want no place any more
          </Button>
          <Button small kind="quiet" busy={back.busy} onPress={() => void back.run({ placeId: offered.id })}>
            Take the offer back
          </Button>
        </div>
      </div>
    </Drawer>
  )
}
