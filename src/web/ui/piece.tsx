import { type ComponentType, useEffect, useState } from 'react'
import { type PieceName, pieces } from '../pages.ts'
import { useMay } from './me.tsx'
import { ErrorState, Skeleton } from './state.tsx'

type PieceProps = {
  name: PieceName
  /** Whom the page is about. */
  of: string
}

/** A part that a later room adds to this page; nothing for who may not pass the door it stands on. */
export function Piece({ name, of }: PieceProps) {
  const may = useMay()
  return may(pieces[name].needs) ? <Fetched name={name} of={of} /> : null
}

function Fetched({ name, of }: PieceProps) {
  const [Content, setContent] = useState<ComponentType<{ of: string }>>()
  const [tries, setTries] = useState(1)
  const [failed, setFailed] = useState(0)
  useEffect(() => {
    let left = false
    pieces[name].load().then(
      piece => left || setContent(() => piece.default),
      () => left || setFailed(tries),
    )
    return () => {
      left = true
    }
  }, [name, tries])
  if (Content) return <Content of={of} />
  if (failed === tries) return <ErrorState what="This part of the page" onAgain={() => setTries(tries + 1)} />
  return <Skeleton rows={4} />
}
