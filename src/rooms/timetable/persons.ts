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

/** The persons that ids lead to, each once, in the order of the ids. */
export async function peopleOf(work: Work, ids: readonly string[]): Promise<Person[]> {
  const { charts } = await work.ask(chartsOf, { ids: [...ids] })
  const byId = new Map(charts.map(({ id, clientId, chartIds }) => [id, { clientId, chartIds }]))
  const people = ids.map(id => byId.get(id) ?? { clientId: id, chartIds: [id] })
  return [...new Map(people.map(person => [person.clientId, person])).values()]
}

/** The same by the chart that was kept. */
export async function personsOf(work: Work, ids: readonly string[]): Promise<string[]> {
  return (await peopleOf(work, ids)).map(person => person.clientId)
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
