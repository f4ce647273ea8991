import { useEffect, useRef, useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { ManyField } from '#web/ui/many-field.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, dayWords, listWords, minutesWords } from '#web/words.ts'
import { useNotes, type Wanted } from './chart-notes-asked.ts'
import { NoteText, StandingChip } from './chart-notes-one.tsx'
import { ChartPdf } from './chart-notes-pdf.tsx'
import { type Counts, choicesOf, entriesOf, kindWord, type NoteEntry, type SignedNote } from './chart-notes-words.ts'
import type { Front } from './chart-words.ts'
import './chart-notes.css'

const icons: Record<string, IconName> = {
  group: 'note',
  individual: 'person',
  family: 'people',
  'case-management': 'path',
  medical: 'pill',
  crisis: 'phone',
  phone: 'phone',
  missed: 'clock',
}

/** Where a note says what was looked for. */
function Found({ note }: { note: SignedNote | undefined }) {
  if (!note?.found) return null
  return (
    <p className="prose">
      {note.found.map((piece, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text have no other name
        piece.hit ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
      )}
    </p>
  )
}

function Entry({ entry, open, onOpen }: { entry: NoteEntry; open: boolean; onOpen: () => void }) {
  const id = `note-${entry.key}`
  const [first] = entry.notes
  const found = first?.found ? first : undefined
  const sub = [
    entry.sub.minutes > 0 ? minutesWords(entry.sub.minutes) : '',
    listWords(entry.sub.by),
    entry.single ? (first?.topic ?? '') : '',
  ]
  return (
    <li className={`timeline-entry note-entry${open ? ' open' : ''}`}>
      <Icon name={icons[first?.kind ?? ''] ?? 'note'} />
      <div>
        <button
          type="button"
          className="entry-title"
          aria-expanded={open}
          {...(open ? { 'aria-controls': id } : {})}
          onClick={onOpen}
        >
          {entry.title}
        </button>
        {open ? null : (
          <>
            {found ? <Found note={found} /> : entry.says ? <p className="gist">{entry.says}</p> : null}
            <span className="sub">{sub.filter(Boolean).join(', ')}</span>
          </>
        )}
      </div>
      <span className="chips">
        {entry.marks.map(mark => (
          <Chip key={mark} kind={mark === 'Late entry' ? 'due' : 'info'} bare>
            {mark}
          </Chip>
        ))}
        <StandingChip standing={entry.standing} />
      </span>
      {open ? (
        <div id={id} className="entry-notes">
          {entry.notes.map(note => (
            <NoteText key={note.id} note={note} untitled={entry.single} folded />
          ))}
        </div>
      ) : null}
    </li>
  )
}

type Filter = { kinds: string[]; authors: string[]; objectives: string[]; text: string }
const nothing: Filter = { kinds: [], authors: [], objectives: [], text: '' }

type KindAsked = NonNullable<Wanted['kinds']>[number]
const isKind = (kind: string): kind is KindAsked => kind in icons

const wantedOf = ({ kinds, authors, objectives, text }: Filter): Wanted => ({
  kinds: kinds.filter(isKind),
  authors,
  objectives,
  text: text.trim(),
})

function Filters({ counts, filter, onFilter }: { counts: Counts; filter: Filter; onFilter: (next: Filter) => void }) {
  const set = (part: Partial<Filter>) => onFilter({ ...filter, ...part })
  return (
    <div className="note-filters">
      <TextField
        label="Search these notes"
        type="search"
        value={filter.text}
        onValue={text => set({ text })}
        maxLength={200}
      />
      <ManyField
        label="Kind"
        all="All kinds"
        options={choicesOf(counts.kinds, each => kindWord(each.value))}
        values={filter.kinds}
        onValues={kinds => set({ kinds })}
      />
      <ManyField
        label="Signed by"
        all="Everybody"
        options={choicesOf(counts.authors, each => each.name)}
        values={filter.authors}
        onValues={authors => set({ authors })}
      />
      {counts.objectives.length > 0 ? (
        <ManyField
          label="Objective"
          all="All objectives"
          options={choicesOf(counts.objectives, each => each.value)}
          values={filter.objectives}
          onValues={objectives => set({ objectives })}
        />
      ) : null}
    </div>
  )
}

/** How long somebody who types is waited for. */
const pauseMs = 200

/** What was chosen counts at once, what is typed when the typing pauses. */
function usePaused(filter: Filter): Filter {
  const [text, setText] = useState(filter.text)
  useEffect(() => {
    const timer = setTimeout(() => setText(filter.text), pauseMs)
    return () => clearTimeout(timer)
  }, [filter.text])
  return { ...filter, text }
}

/** Goes from entry to entry by J and K; the focus says where one is. */
function useEntryKeys(list: { current: HTMLElement | null }, onEnd: () => void) {
  const step = (by: number) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('.entry-title') ?? [])]
    const inside = document.activeElement?.closest('.note-entry')?.querySelector<HTMLElement>('.entry-title')
    const at = inside ? all.indexOf(inside) : -1
    const next = all[at < 0 ? 0 : at + by]
    if (!next && by > 0) onEnd()
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useKeys('These notes', [
    { key: 'j', says: 'The next entry', run: () => step(1) },
    { key: 'k', says: 'The entry before', run: () => step(-1) },
    {
      key: '/',
      says: 'Search the notes',
      run: () => list.current?.querySelector<HTMLElement>('input[type="search"]')?.focus(),
    },
  ])
}

const isAsked = ({ kinds, authors, objectives, text }: Filter) =>
  text.trim() !== '' || [kinds, authors, objectives].some(chosen => chosen.length > 0)

/** Asks for the notes beside the chart’s head, not after it: whoever opens this part waits for one answer, not two. */
export function useNotesAhead(clientId: string, enabled: boolean): void {
  useNotes(clientId, wantedOf(nothing), { enabled })
}

/** Signed notes, the newest first, narrowed and searched; what is not signed never shows in a chart. */
export function ChartNotes({ front }: { front: Front }) {
  const list = useRef<HTMLDivElement>(null)
  const [filter, setFilter] = useState(nothing)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const words = useWords()
  const asked = useNotes(front.id, wantedOf(usePaused(filter)))
  useEntryKeys(list, () => {
    if (asked.goesOn) asked.more()
  })
  const turn = (key: string) => {
    const next = new Set(open)
    if (!next.delete(key)) next.add(key)
    setOpen(next)
  }
  const counts = asked.data?.counts
  const sub = !counts
    ? undefined
    : isAsked(filter)
      ? `${counts.fitting} of ${count(counts.notes, 'note')}${counts.replaced > 0 ? `, and ${counts.replaced} replaced since` : ''}`
      : count(counts.notes, 'note')
  return (
    <div ref={list}>
      <Panel
        title="Signed notes"
        sub={<span role="status">{sub}</span>}
        end={
          counts && counts.notes > 0 ? (
            <ChartPdf front={front} wanted={wantedOf(filter)} narrowed={isAsked(filter)} />
          ) : undefined
        }
      >
        <Asked asked={asked} what="The notes" rows={8}>
          {({ notes }) => (
            <>
              {counts && counts.notes > 0 ? <Filters counts={counts} filter={filter} onFilter={setFilter} /> : null}
              {notes.length === 0 ? <Nothing filtered={isAsked(filter)} onAll={() => setFilter(nothing)} /> : null}
              <ol className="timeline notes">
                {entriesOf(notes, { folded: filter.text.trim() === '' }).map(day => (
                  <li key={day.on} className="timeline-day">
                    <h3>
                      <time dateTime={day.on}>
                        {dayWords(day.on, words.wall.zone, { year: day.on.slice(0, 4) !== front.today.slice(0, 4) })}
                      </time>
                      {day.on === front.today ? <span className="quiet"> today</span> : null}
                    </h3>
                    <ul>
                      {day.entries.map(entry => (
                        <Entry
                          key={entry.key}
                          entry={entry}
                          open={open.has(entry.key)}
                          onOpen={() => turn(entry.key)}
                        />
                      ))}
                    </ul>
                  </li>
                ))}
              </ol>
              {asked.goesOn ? (
                <div className="panel-foot">
                  <Button small kind="quiet" busy={asked.busy} onPress={asked.more}>
                    Show earlier notes
                  </Button>
                </div>
              ) : null}
            </>
          )}
        </Asked>
      </Panel>
      <KeyHints
        hints={[
          { key: '/', says: 'search' },
          { key: 'j k', says: 'entries' },
          { key: 'Enter', says: 'opens' },
          { key: 'p', says: 'PDF' },
        ]}
      />
    </div>
  )
}

function Nothing({ filtered, onAll }: { filtered: boolean; onAll: () => void }) {
  if (!filtered)
    return (
      <Empty title="No signed note yet">
        A group’s note lands here when its facilitator signs it; so does every other note that somebody signs. What is
        being written is never here.
      </Empty>
    )
  return (
    <Empty title="No note fits" action={<Button onPress={onAll}>Show all notes</Button>}>
      Search finds whole words and the beginning of the last one, in every note of this chart.
    </Empty>
  )
}
