import type { OutputOf } from '#kernel/door.ts'
import type { topicsOf } from '#rooms/attendance/topics.ts'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { listWords } from '#web/words.ts'

type Curriculum = OutputOf<typeof topicsOf>['curricula'][number]
type Topic = Curriculum['topics'][number]

function Standing({ topic }: { topic: Topic }) {
  const words = useWords()
  if (topic.takenOn) return <Chip kind="done">{words.day(topic.takenOn)}</Chip>
  return topic.comesOn ? (
    <Chip kind="quiet">Comes {words.day(topic.comesOn)}</Chip>
  ) : (
    <span className="t-due">Missing</span>
  )
}

function Topics({ curriculum }: { curriculum: Curriculum }) {
  const { name, groups, topics } = curriculum
  const taken = topics.filter(topic => topic.takenOn !== null).length
  return (
    <Panel title={`Topics: ${name}`} sub={`${taken} of ${topics.length} taken. ${listWords(groups)}.`}>
      <DataTable
        label={`Topics of ${name}`}
        tight
        rows={topics}
        keyOf={topic => topic.id}
        columns={[
          { head: 'Topic', cell: topic => topic.title },
          { head: 'Taken', width: 190, cell: topic => <Standing topic={topic} /> },
        ]}
      />
    </Panel>
  )
}

/** What of each curriculum of their groups they were here for, and what is missing. */
export function ChartTopics({ clientId }: { clientId: string }) {
  const may = useMay()
  const asked = useAsk<typeof topicsOf>('attendance.topics', { clientId }, { enabled: may('attendance.topics') })
  return asked.data?.curricula.map(each => <Topics key={each.id} curriculum={each} />) ?? null
}
