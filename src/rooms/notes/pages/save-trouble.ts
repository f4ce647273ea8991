/** Why the last save did not go through. */
export type Trouble = { code: string; status: number; says: string }

/** Whether a refusal is about what was sent, and not about the way to the house. */
export function isAboutText({ code, status }: Trouble): boolean {
  return status >= 400 && status < 500 && ![401, 408, 423, 429].includes(status) && code !== 'locked'
}

/** What a failed save says of itself. */
export function troubleOf(error: unknown): Trouble {
  const known = error instanceof Error && 'code' in error && 'status' in error
  if (known && typeof error.code === 'string' && typeof error.status === 'number')
    return { code: error.code, status: error.status, says: error.message }
  return { code: 'bug', status: 500, says: 'This page stumbled. What you wrote is still here.' }
}
