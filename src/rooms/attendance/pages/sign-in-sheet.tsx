import { useWords } from '#web/ui/me.tsx'
import { paperNames } from './paper-names.ts'
import type { Sheet } from './sheet-rows.ts'

/** The paper for the table by the door: "First L." only, so that it tells nobody's family name. Seen in print alone. */
export function SignInSheet({ sheet }: { sheet: Sheet }) {
  const { session, people } = sheet
  const words = useWords(session.zone)
  const names = paperNames(people)
  return (
    <section className="sign-in-sheet" aria-hidden="true">
      <h2>{session.group}</h2>
      <p>
        {words.day(session.startsAt)}, {words.span(session.startsAt, session.endsAt)}, {session.room}, {session.site}
      </p>
      <table>
        <thead>
          <tr>
            <th>No.</th>
            <th>Name</th>
            <th>Arrived</th>
            <th>Left</th>
            <th>Signature</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person, at) => (
            <tr key={person.clientId}>
              <td>{at + 1}</td>
              <td>{names[at]}</td>
              <td />
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p>Led by {session.facilitators.map(each => each.name).join(', ')}. Shred after it is copied into the record.</p>
    </section>
  )
}
