import { type PointerEvent as Pressed, useCallback, useEffect, useRef } from 'react'
import type { Day } from '#kernel/time.ts'

/** Over which row and day the pointer is, and how far down its cell, from 0 to 1. */
export type Over = { laneId: string; onDay: Day; down: number }

type Dragging = {
  /** Whether this block may be lifted out of this row; it is then. */
  onLift: (sessionId: string, laneId: string) => boolean
  onHover: (over: Over) => void
  onDrop: () => void
  onCancel: () => void
  isDay: (text: string) => text is Day
}

/** So far the mouse goes before a press is a drag, and so long a finger rests before it lifts. */
const farPixels = 5
const restMilliseconds = 350
const edgePixels = 48

/** A press that may become a drag, and everything that listens to it. */
class Drag {
  readonly #block: HTMLElement
  readonly #board: HTMLElement
  readonly #to: () => Dragging
  readonly #start: { x: number; y: number; id: number; touch: boolean }
  readonly #ended: () => void
  readonly #listening = new AbortController()
  #ghost: HTMLElement | null = null
  #rest: ReturnType<typeof setTimeout> | undefined

  constructor(
    event: Pressed<HTMLElement>,
    block: HTMLElement,
    { to, ended }: { to: () => Dragging; ended: () => void },
  ) {
    this.#block = block
    this.#board = event.currentTarget
    this.#to = to
    this.#ended = ended
    this.#start = { x: event.clientX, y: event.clientY, id: event.pointerId, touch: event.pointerType !== 'mouse' }
    const { signal } = this.#listening
    window.addEventListener('pointermove', this.#move, { signal })
    window.addEventListener('pointerup', this.#up, { signal })
    window.addEventListener('pointercancel', () => this.#end('canceled'), { signal })
    window.addEventListener('keydown', this.#key, { signal, capture: true })
    if (!this.#start.touch) return
    // A finger that lifted a block must not scroll the page under it, nor open the browser's own menu.
    window.addEventListener('touchmove', this.#still, { signal, passive: false })
    window.addEventListener('contextmenu', event => event.preventDefault(), { signal })
    this.#rest = setTimeout(() => this.#lift(), restMilliseconds)
  }

  #still = (event: TouchEvent) => {
    if (this.#ghost) event.preventDefault()
  }

  #lift(): void {
    const laneId = this.#block.closest('tr')?.dataset.lane ?? ''
    if (!this.#to().onLift(this.#block.dataset.session ?? '', laneId)) {
      this.#end('canceled')
      return
    }
    const box = this.#block.getBoundingClientRect()
    const copy = this.#block.cloneNode(true)
    if (!(copy instanceof HTMLElement)) return
    copy.classList.add('drag')
    copy.setAttribute('aria-hidden', 'true')
    copy.removeAttribute('data-session')
    copy.style.width = `${box.width}px`
    copy.style.left = `${box.left}px`
    copy.style.top = `${box.top}px`
    document.body.append(copy)
    this.#ghost = copy
    this.#block.classList.add('lifted')
  }

  #move = (event: PointerEvent) => {
    if (event.pointerId !== this.#start.id) return
    const across = event.clientX - this.#start.x
    const down = event.clientY - this.#start.y
    if (!this.#ghost) {
      if (Math.hypot(across, down) < farPixels) return
      // A finger that moves at once scrolls; a mouse that moves drags.
      if (this.#start.touch) this.#end('canceled')
      else this.#lift()
      if (!this.#ghost) return
    }
    this.#ghost.style.transform = `translate(${across}px, ${down}px)`
    if (event.clientY < edgePixels) window.scrollBy(0, -12)
    if (event.clientY > window.innerHeight - edgePixels) window.scrollBy(0, 12)
    const over = this.#over(event)
    if (over) this.#to().onHover(over)
  }

  /** Read off the rows and the heads of the days, so that a cell that spans rows is many cells too. */
  #over({ clientX, clientY }: PointerEvent): Over | null {
    const within = (start: number, end: number, at: number) => start <= at && at < end
    const heads = [...this.#board.querySelectorAll<HTMLElement>('th[data-day]')]
    const head = heads.find(each => {
      const box = each.getBoundingClientRect()
      return within(box.left, box.right, clientX)
    })
    for (const row of this.#board.querySelectorAll<HTMLElement>('tr[data-lane]')) {
      const box = row.getBoundingClientRect()
      const onDay = head?.dataset.day ?? ''
      if (!within(box.top, box.bottom, clientY) || !this.#to().isDay(onDay)) continue
      return { laneId: row.dataset.lane ?? '', onDay, down: (clientY - box.top) / box.height }
    }
    return null
  }

  #up = (event: PointerEvent) => {
    if (event.pointerId === this.#start.id) this.#end(this.#ghost ? 'dropped' : 'pressed')
  }

  #key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.#ghost) return
    event.preventDefault()
    event.stopPropagation()
    this.#end('canceled')
  }

  #end(how: 'dropped' | 'canceled' | 'pressed'): void {
    clearTimeout(this.#rest)
    this.#listening.abort()
    const dragged = this.#ghost !== null
    this.#ghost?.remove()
    this.#ghost = null
    this.#block.classList.remove('lifted')
    this.#ended()
    if (!dragged) return
    // The release of a drag is a click on whatever lies under it.
    const swallow = new AbortController()
    const { signal } = swallow
    window.addEventListener('click', event => event.stopPropagation(), { capture: true, signal })
    setTimeout(() => swallow.abort(), 0)
    if (how === 'dropped') this.#to().onDrop()
    else this.#to().onCancel()
  }

  /** The page goes away under it. */
  stop(): void {
    this.#end('canceled')
  }
}

/**
 * Dragging with mouse, pen and finger by pointer events alone. What follows the pointer is a copy that React does not
 * know, so that nothing is drawn again until another place is reached.
 */
export function useDrag(dragging: Dragging): (event: Pressed<HTMLElement>) => void {
  const latest = useRef(dragging)
  latest.current = dragging
  const now = useRef<Drag | null>(null)
  useEffect(() => () => now.current?.stop(), [])
  return useCallback(event => {
    const block = event.target instanceof Element ? event.target.closest<HTMLElement>('.ses.movable') : null
    if (!block || event.button !== 0 || now.current) return
    const ended = () => {
      now.current = null
    }
    now.current = new Drag(event, block, { to: () => latest.current, ended })
  }, [])
}
