/** What tells two people of one name apart: own drawings on a 24 grid, each beside its word. */
const drawings: Record<string, string> = {
  acorn: 'M5 10.5a7 5 0 0 1 14 0zM6.5 10.5c0 5.5 3.5 8.5 5.5 10c2-1.5 5.5-4.5 5.5-10M12 5.5V3',
  anchor: 'M12 8.5V21M12 3.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5M8.5 11.5h7M4 14c.5 4.5 4 7 8 7s7.5-2.5 8-7',
  basket: 'M3.5 10.5h17l-2 9.5h-13zM7.5 10.5l3-6.5M16.5 10.5l-3-6.5M9.5 14v3M14.5 14v3',
  bell: 'M5 17.5h14c-1.5-1.5-2-3-2-6.5a5 5 0 0 0-10 0c0 3.5-.5 5-2 6.5zM12 6V3.5M10 20.5h4',
  boat: 'M3 16.5h18l-2.5 4h-13zM11.5 16.5v-13l7.5 10h-7.5M9 13.5l-4 0l4-6',
  bridge: 'M2 16.5C6 8.6 18 8.6 22 16.5M2 20h20M7 12.6V20M12 10.6V20M17 12.6V20',
  cloud: 'M7 18.5a4 4 0 0 1-.5-8a6 6 0 0 1 11.5 1.2a3.5 3.5 0 0 1-.5 6.8z',
  drum: 'M4 9a8 3 0 1 0 16 0a8 3 0 0 0-16 0M4 9v8a8 3 0 0 0 16 0v-8M20 3l-6 5M4 3l5 4.5',
  feather: 'M4 20.5l9-9M7 17.5c-1-5 3-12 13-14c0 9-5 13.5-11 14zM13 17v-5.5h5',
  fern: 'M12 21.5V4M12 8c-1-3-3-4-5-4c0 3 2 4.5 5 4.5M12 8.5c1-3 3-4 5-4c0 3-2 4.5-5 4.5M12 14c-1-3-4-4-7-4c1 3 3.5 5 7 5M12 14.5c1-3 4-4 7-4c-1 3-3.5 5-7 5',
  kettle: 'M6 10h12l1.5 9.5h-15zM8.5 10c0-3 7-3 7 0M7 7.5c0-5 10-5 10 0M18 12.5l3.5-3',
  key: 'M8 10.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M11.3 11.8l8.2-8.3M16 7l3 3M13.5 9.5l2 2',
  kite: 'M13 3l7 5-6.5 9-6.5-5zM13 3l.5 14M20 8l-13 4M13.5 17c-1 3-3-.5-4.5 1.5s-2 2.5-4 2.5',
  ladder: 'M8 2.5v19M16 2.5v19M8 6.5h8M8 11h8M8 15.5h8',
  lantern:
    'M8.5 8.5h7l1.5 10h-10zM7 18.5h10v2.5h-10zM9 8.5l1-3h4l1 3M10 5.5c0-3 4-3 4 0M12 11.5c2 2.5 1 4 0 4s-2-1.5 0-4',
  moon: 'M19.5 14.5a8.5 8.5 0 1 1-10-11a7 7 0 0 0 10 11z',
  mountain: 'M2 20L9 6.5l4 7.5l2.5-4L22 20zM6.7 11l2.3 2l2-2',
  pear: 'M12 7c2.5 0 3 2.5 3.5 4.5s2.5 3 2.5 5.5a6 4.5 0 0 1-12 0c0-2.5 2-3.5 2.5-5.5s1-4.5 3.5-4.5M12 7c0-2 .5-3 2.5-4',
  river: 'M2.5 7c3-3 6 3 9.5 0s6.5 3 9.5 0M2.5 12.5c3-3 6 3 9.5 0s6.5 3 9.5 0M2.5 18c3-3 6 3 9.5 0s6.5 3 9.5 0',
  shell:
    'M12 20c-6-1-9-5-9-9c2-1 2.5-3 4.5-4c1.5-2 3-2.5 4.5-2.5s3 .5 4.5 2.5c2 1 2.5 3 4.5 4c0 4-3 8-9 9M12 20V4.5M12 20l-4.5-13M12 20l4.5-13',
  star: 'M12 3l2.7 5.8l6.3.8l-4.6 4.3l1.2 6.3l-5.6-3.1l-5.6 3.1l1.2-6.3l-4.6-4.3l6.3-.8z',
  sun: 'M12 8.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 0 0 0-7.6M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  tree: 'M12 21.5v-8M12 16.5l3-2.5M12 3a6 6 0 0 0-5 9a4 4 0 0 0 3 3.5h4a4 4 0 0 0 3-3.5a6 6 0 0 0-5-9',
  wheel:
    'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5M12 3v6.5M12 14.5V21M3 12h6.5M14.5 12H21',
}

/** The words that have a drawing. */
export const drawn = Object.keys(drawings)

const inSpanish: Record<string, string> = {
  acorn: 'bellota',
  anchor: 'ancla',
  basket: 'canasta',
  bell: 'campana',
  boat: 'barco',
  bridge: 'puente',
  cloud: 'nube',
  drum: 'tambor',
  feather: 'pluma',
  fern: 'helecho',
  kettle: 'tetera',
  key: 'llave',
  kite: 'cometa',
  ladder: 'escalera',
  lantern: 'farol',
  moon: 'luna',
  mountain: 'montaña',
  pear: 'pera',
  river: 'río',
  shell: 'concha',
  star: 'estrella',
  sun: 'sol',
  tree: 'árbol',
  wheel: 'rueda',
}

/** A picture’s word in a language. */
export const pictureWord = (picture: string, lang: string) => (lang === 'es' && inSpanish[picture]) || picture

/** One picture; its word stands beside it, so a reader hears that. */
export function Picture({ name }: { name: string }) {
  const path = drawings[name]
  if (!path) return null
  return (
    <svg
      className="picture"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  )
}
