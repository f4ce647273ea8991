export const schemes = [
  { value: 'auto', label: 'As the device' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

/** The navigation folds to icons, and stays so on this device. */
export function foldNavigation(): boolean {
  const narrow = document.documentElement.getAttribute('data-nav') !== 'narrow'
  if (narrow) document.documentElement.setAttribute('data-nav', 'narrow')
  else document.documentElement.removeAttribute('data-nav')
  localStorage.setItem('footbridge-nav', narrow ? 'narrow' : 'wide')
  return narrow
}

/** Whether the navigation is folded now. */
export function isFolded(): boolean {
  return document.documentElement.getAttribute('data-nav') === 'narrow'
}
