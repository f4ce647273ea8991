import type { Work } from '#kernel/work.ts'
import { chartsOf, namesSeen } from '#rooms/people/queries.ts'

/** One person, whichever of their charts an id is of: the chart that was kept, and all of them. */
export type Person = { clientId: string; chartIds: string[] }

/** The person that an id leads to. */
export async function personOf(work: Work, clientId: string): Promise<Person> {
  const { charts } = await work.ask(chartsOf, { ids: [clientId] })
  const [found] = charts
  return found ? { clientId: found.clientId, chartIds: found.chartIds } : { clientId, chartIds: [clientId] }
}

/** The persons that ids lead to, each once, by the chart that was kept. */
export async function personsOf(work: Work, ids: readonly string[]): Promise<string[]> {
  const { charts } = await work.ask(chartsOf, { ids: [...ids] })
  const kept = new Map(charts.map(chart => [chart.id, chart.clientId]))
  return [...new Set(ids.map(id => kept.get(id) ?? id))]
}

/** The names of those of these people whom the reader may see, by the id that was asked with. */
export async function namesOfSeen(
  work: Work,
  ids: readonly string[],
): Promise<Map<string, { clientId: string; name: string }>> {
  if (ids.length === 0) return new Map()
  const { charts } = await work.ask(chartsOf, { ids: [...new Set(ids)] })
  const { clients } = await work.ask(namesSeen, { ids: [...new Set(charts.map(chart => chart.clientId))] })
  const names = new Map(clients.map(client => [client.id, client.name]))
  return new Map(
    charts.flatMap(({ id, clientId }) => {
      const name = names.get(clientId)
      return name === undefined ? [] : [[id, { clientId, name }] as const]
    }),
  )
}
