export function likeness(one: string, other: string): number {
  return one === other ? 1 : 0
}
