import { initials } from '../words.ts'

/** The letters of a name in a circle; always beside the name. */
export function Avatar({ name, size }: { name: string; size?: 'big' }) {
  return (
    <span className={`avatar${size ? ` ${size}` : ''}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}
