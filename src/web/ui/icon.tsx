/** Own drawings on a 24 grid. Always beside a word; so they are hidden from readers. */
const drawings = {
  sun: 'M12 8.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 0 0 0-7.6M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  week: 'M4.5 5.5h15a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1zM3.5 10.5h17M8 3v4.5M16 3v4.5M8 14h.01M12 14h.01M16 14h.01M8 17.2h.01M12 17.2h.01',
  present: 'M10 3.5a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 0 0 0-7.6M3.5 20.5v-1.5a5 5 0 0 1 5-5h3.2M14.5 17.5l2.4 2.5 4.6-5',
  note: 'M6.5 3h11a1.5 1.5 0 0 1 1.5 1.5v15a1.5 1.5 0 0 1-1.5 1.5h-11a1.5 1.5 0 0 1-1.5-1.5v-15a1.5 1.5 0 0 1 1.5-1.5zM9 8h6M9 12h6M9 16h3.5',
  people:
    'M9 3.5a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 0 0 0-7.6M2.5 20.5v-1.8a4.7 4.7 0 0 1 4.7-4.7h3.6a4.7 4.7 0 0 1 4.7 4.7v1.8M15.5 3.8a3.8 3.8 0 0 1 0 7.1M21.5 20.5v-1.8a4.7 4.7 0 0 0-3.2-4.4',
  person:
    'M12 3.5a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 0 0 0-7.6M5.5 20.5v-1.8a4.7 4.7 0 0 1 4.7-4.7h3.6a4.7 4.7 0 0 1 4.7 4.7v1.8',
  path: 'M5 21a2 2 0 1 0 0-4a2 2 0 0 0 0 4M19 7a2 2 0 1 0 0-4a2 2 0 0 0 0 4M7 19h9.5a3.5 3.5 0 0 0 0-7h-9a3.5 3.5 0 0 1 0-7h9.5',
  flask: 'M9.5 3h5M10.5 3v6l-5.6 9.4a1.7 1.7 0 0 0 1.5 2.6h11.2a1.7 1.7 0 0 0 1.5-2.6L13.5 9v-6M7.6 15h8.8',
  pill: 'M4.6 12.4l7.8-7.8a5 5 0 0 1 7 7l-7.8 7.8a5 5 0 0 1-7-7zM8.6 8.4l7 7',
  phone:
    'M5.2 3.8h3.4l1.9 4.7-2.3 1.7a12.5 12.5 0 0 0 5.6 5.6l1.7-2.3 4.7 1.9v3.4a1.8 1.8 0 0 1-1.9 1.8A15.8 15.8 0 0 1 3.4 5.7a1.8 1.8 0 0 1 1.8-1.9z',
  door: 'M3 21h18M6 21v-16.5a1.5 1.5 0 0 1 1.5-1.5h9a1.5 1.5 0 0 1 1.5 1.5v16.5M14.5 12h.01',
  inbox:
    'M4 13.5l2.4-8a1.5 1.5 0 0 1 1.4-1h8.4a1.5 1.5 0 0 1 1.4 1l2.4 8v5a1.5 1.5 0 0 1-1.5 1.5h-13a1.5 1.5 0 0 1-1.5-1.5zM4 13.5h4.5l1.2 2.5h4.6l1.2-2.5h4.5',
  shield: 'M12 3l7.5 2.6v5.4c0 4.6-3 8.2-7.5 10c-4.5-1.8-7.5-5.4-7.5-10v-5.4zM8.8 11.8l2.4 2.4 4.2-4.4',
  receipt: 'M5.5 3h13v18l-3.2-2-3.3 2-3.3-2-3.2 2zM9 8h6M9 12h6',
  chart: 'M4 3.5v16.5h16.5M8 15.5l3.5-5 3.5 3 5-7',
  clock: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7.5v5l3.2 2',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.3 15.3l5.2 5.2',
  building:
    'M3 21h18M5.5 21v-16a1.5 1.5 0 0 1 1.5-1.5h10a1.5 1.5 0 0 1 1.5 1.5v16M9.5 8h.01M14.5 8h.01M9.5 12h.01M14.5 12h.01M10 21v-4.5h4v4.5',
  down: 'M6 9.5l6 6 6-6',
  right: 'M9.5 6l6 6-6 6',
  left: 'M14.5 6l-6 6 6 6',
  forward: 'M4.5 12h15M13.5 6l6 6-6 6',
  check: 'M4.5 12.5l5 5 10-11',
  warning: 'M12 4l9 16h-18zM12 10v4.5M12 17.3h.01',
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11.2v5.3M12 7.8h.01',
  cross: 'M6 6l12 12M18 6l-12 12',
  plus: 'M12 5v14M5 12h14',
  menu: 'M4 6.5h16M4 12h16M4 17.5h16',
  print:
    'M7 8.5v-5h10v5M7 17h-2a1.5 1.5 0 0 1-1.5-1.5v-5.5a1.5 1.5 0 0 1 1.5-1.5h14a1.5 1.5 0 0 1 1.5 1.5v5.5a1.5 1.5 0 0 1-1.5 1.5h-2M7 14h10v6.5h-10z',
  tablet:
    'M7 3h10a1.5 1.5 0 0 1 1.5 1.5v15a1.5 1.5 0 0 1-1.5 1.5h-10a1.5 1.5 0 0 1-1.5-1.5v-15a1.5 1.5 0 0 1 1.5-1.5zM12 17.5h.01',
  lock: 'M6.5 10.5h11a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5h-11a1.5 1.5 0 0 1-1.5-1.5v-7.5a1.5 1.5 0 0 1 1.5-1.5zM8 10.5v-3a4 4 0 0 1 8 0v3M12 15v2',
  key: 'M8 10.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M11.3 11.8l8.2-8.3M16 7l3 3M13.5 9.5l2 2',
  leave:
    'M14 8v-3a1.5 1.5 0 0 0-1.5-1.5h-6a1.5 1.5 0 0 0-1.5 1.5v14a1.5 1.5 0 0 0 1.5 1.5h6a1.5 1.5 0 0 0 1.5-1.5v-3M9.5 12h11M17 8.5l3.5 3.5-3.5 3.5',
  saved:
    'M5.5 4h10.5l4 4v10.5a1.5 1.5 0 0 1-1.5 1.5h-13a1.5 1.5 0 0 1-1.5-1.5v-13a1.5 1.5 0 0 1 1.5-1.5zM8 4v4.5h6.5v-4.5M12 12.2a2 2 0 1 0 0 4a2 2 0 0 0 0-4',
  keyboard:
    'M4.5 6h15a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-15a1.5 1.5 0 0 1-1.5-1.5v-9a1.5 1.5 0 0 1 1.5-1.5zM7 10h.01M11 10h.01M15 10h.01M17 10h.01M8.5 14h7',
  contrast: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 3v18M12 8h7.6M12 12.5h9M12 17h7',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3l2.2 2.2M19.5 4v5h-5',
  undo: 'M8.5 5l-4.5 4.5 4.5 4.5M4 9.5h10a6 6 0 0 1 0 12h-4',
  offline:
    'M3 3l18 18M5 10.5a10.5 10.5 0 0 1 3.5-2.3M12.5 7.2a10.5 10.5 0 0 1 6.5 3.3M8.2 14a6 6 0 0 1 5-1.9M12 18.5h.01',
  narrow:
    'M4.5 4h15a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-14a1 1 0 0 1 1-1zM9 4v16M16 9.5l-2.5 2.5 2.5 2.5',
  file: 'M6.5 3h7.5l5 5v11.5a1.5 1.5 0 0 1-1.5 1.5h-11a1.5 1.5 0 0 1-1.5-1.5v-15a1.5 1.5 0 0 1 1.5-1.5zM13.5 3v5.5h5.5',
  bars: 'M4 20.5v-5M9.3 20.5v-10M14.7 20.5v-14M20 20.5v-17',
} as const

/** The name of a drawing. */
export type IconName = keyof typeof drawings

/** One drawing, 16 px, in the color of its words. */
export function Icon({ name, size }: { name: IconName; size?: number }) {
  return (
    <svg
      className="i"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...(size ? { style: { width: size, height: size } } : {})}
    >
      <path d={drawings[name]} />
    </svg>
  )
}

/** Every name, for the kit page. */
export const iconNames = Object.keys(drawings).filter((name): name is IconName => name in drawings)

/** The bridge. */
export function Bridge({ size = 24 }: { size?: number }) {
  return (
    <svg
      className="bridge"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M2 16.5C6 8.6 18 8.6 22 16.5M2 20h20" />
      <path d="M7 12.6V20M12 10.6V20M17 12.6V20" strokeWidth="1.5" />
    </svg>
  )
}
