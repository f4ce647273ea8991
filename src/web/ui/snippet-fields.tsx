import type { KeyboardEvent, ReactNode } from 'react'
import { expandedAt, type Snippet } from './snippet.ts'

type SnippetFieldsProps = { snippets: readonly Snippet[]; className?: string; children: ReactNode }

/**
 * Fields in which `;name` and Tab or Enter writes the words that a short name stands for; any other Tab or Enter does
 * what it does else. Wraps any fields, so that pages need not know how each of them keeps its text.
 */
export function SnippetFields({ snippets, className = 'stack', children }: SnippetFieldsProps) {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const { target, key, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event
    if ((key !== 'Tab' && key !== 'Enter') || shiftKey || ctrlKey || metaKey || altKey || nativeEvent.isComposing)
      return
    if (!(target instanceof HTMLTextAreaElement) && !(target instanceof HTMLInputElement)) return
    if (target.readOnly || target.selectionStart === null || target.selectionStart !== target.selectionEnd) return
    const found = expandedAt(target.value, target.selectionStart, snippets)
    if (!found || (target.maxLength >= 0 && found.text.length > target.maxLength)) return
    event.preventDefault()
    event.stopPropagation()
    target.setRangeText(found.put, found.from, found.until, 'end')
    // The field hears of it as of any other typing.
    target.dispatchEvent(new Event('input', { bubbles: true }))
  }
  return (
    <div className={className} onKeyDownCapture={onKeyDown}>
      {children}
    </div>
  )
}
