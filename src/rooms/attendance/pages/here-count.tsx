import { useWords } from '#web/ui/me.tsx'
import { clockWords } from '#web/words.ts'
import { type Board, inRoom, type RoomCount, roomsOf, totalWords, unseenWords } from './here-words.ts'

/** A box to tick with a pen. */
const Box = () => <i className="box" />

function Room({ room, zone }: { room: RoomCount; zone: string }) {
  const words = useWords(zone)
  return (
    <section>
      <h3>
        {room.room}
        <b>{inRoom(room)}</b>
      </h3>
      <ul>
        {room.staff.map(name => (
          <li key={`staff ${name}`}>
            <Box />
            {name} <small>staff</small>
          </li>
        ))}
        {room.here.map(person => (
          <li key={person.clientId}>
            <Box />
            {person.name} <small>since {words.time(person.since)}</small>
          </li>
        ))}
        {room.unseen > 0 ? (
          <li className="unseen">
            {Array.from({ length: room.unseen }, (_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: boxes are alike and never move
              <Box key={at} />
            ))}
            {unseenWords(room.unseen)}
          </li>
        ) : null}
      </ul>
    </section>
  )
}

/** The paper to count heads by, in print alone. It names no group, for it may be left on the lawn. */
export function HeadCount({ board }: { board: Board }) {
  const words = useWords(board.zone)
  const rooms = roomsOf(board)
  return (
    <section className="head-count" aria-hidden="true">
      <header>
        <h2>Head-count, {board.site}</h2>
        <p>
          {words.day(board.now)}, as of {clockWords(board.now, words.wall)}
        </p>
        <p className="total">{totalWords(board)}</p>
      </header>
      {rooms.length > 0 ? (
        <div className="rooms">
          {rooms.map(room => (
            <Room key={room.room} room={room} zone={board.zone} />
          ))}
        </div>
      ) : (
        <p>No session runs, and nobody has signed in.</p>
      )}
      <footer>
        <p>
          <Box /> All counted at ____ : ____ by ________________________ Missing: ____________________________________
        </p>
        <p>Look in restrooms and waiting areas too: who has not signed in is not here. Shred after use.</p>
      </footer>
    </section>
  )
}
