import type { Openness } from '../openness.ts'
import { capital, daySaid, theHour, timeSaid } from './said.ts'
import type { FrontWords } from './words-en.ts'

type Clock = '12' | '24'
type Opens = NonNullable<Extract<Openness, { kind: 'closed' }>['opens']>
/** `las 8 a. m.`, `la 1 p. m.` */
const hour = (at: string, clock: Clock) => theHour(timeSaid('es', at, clock))

function opensSaid(opens: Opens, clock: Clock): string {
  const at = `a ${hour(opens.at, clock)}`
  if (opens.in === 'later') return `el ${daySaid('es', opens.on)} ${at}`
  return `${opens.in === 'today' ? 'hoy' : 'mañana'} ${at}`
}

function opennessSaid(open: Openness, clock: Clock): string {
  if (open.kind === 'untold') return ''
  if (open.kind === 'open') return open.until === '24:00' ? 'Abierto ahora' : `Abierto hasta ${hour(open.until, clock)}`
  const because = open.because ? ` (${open.because})` : ''
  return open.opens ? `Cerrado ahora${because}, abre ${opensSaid(open.opens, clock)}` : `Cerrado ahora${because}`
}

/** `Desde las 8 a. m. de mañana`, `El viernes 27 de noviembre desde las 8 a. m.` */
function fromSaid(opens: Opens, clock: Clock): string {
  const at = hour(opens.at, clock)
  if (opens.in === 'later') return `El ${daySaid('es', opens.on)} desde ${at}`
  return `${opens.in === 'today' ? 'Hoy' : 'Mañana'} desde ${at}`
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

const cohortsSaid: Readonly<Record<string, string>> = {
  women: 'para mujeres',
  men: 'para hombres',
  veterans: 'para veteranos',
  survivors: 'para sobrevivientes de trauma',
  lgbtq: 'para personas LGBTQ+',
  'young-adults': 'para jóvenes adultos',
  parents: 'para madres y padres',
  'co-occurring': 'con atención de salud mental',
  'early-recovery': 'para las primeras semanas',
}

/** Everything public pages say in Spanish, but for the questions of forms. */
export const spanish: FrontWords = {
  lang: 'es',
  other: { lang: 'en', word: 'English' },
  open: opennessSaid,
  opens: opensSaid,
  frame: {
    skip: 'Ir a la parte principal',
    now: 'Ayuda ahora mismo',
    needHelp: '¿Necesita ayuda ahora mismo?',
    danger: 'Peligro',
    crisis988: 'Crisis: oprima 2',
    crisisLine: 'Nuestra línea',
    dayAndNight: 'Día y noche',
    crisisLineLong: 'Nuestra línea de crisis, día y noche',
    mainNav: 'Principal',
    menu: 'Menú',
    home: 'Inicio',
    selfCheck: 'Autoevaluación',
    levels: 'Niveles de atención',
    cost: 'Costo',
    sites: 'Sedes',
    contact: 'Contacto',
    leaveLong: 'Salir del sitio',
    leave: 'Salir',
    dock: 'Llamar o salir',
    call: 'Llamar al',
    callCrisis: 'Línea de crisis',
    office: 'Oficina',
    crisisEvery: 'Línea de crisis: día y noche, todos los días',
    nothingKept: leaving =>
      `Estas páginas no usan cookies, no le siguen y no cargan nada de nadie más. “Salir del sitio” abre ` +
      `${leaving}. No borra el historial de su navegador.`,
    privacy: 'Cómo ocultar que estuvo aquí, y qué queda en privado',
    staff: 'Entrada del personal',
  },
  languageName: code => new Intl.DisplayNames('es-US', { type: 'language' }).of(code) ?? code,
  cohorts: cohortsSaid,
  home: {
    headline: 'Ayuda de verdad con el alcohol o las drogas.',
    headlineNext: 'Cada noche vuelve a su casa.',
    lead: {
      before: ' ofrece un ',
      program: 'programa ambulatorio intensivo',
      or: ', que en inglés se llama ',
      short: 'IOP',
      after: '.',
    },
    comes: (hours, days) =>
      hours && days ? `Usted viene ${hours} al día, ${days} por semana.` : 'Usted viene varias veces por semana.',
    keeps: 'Conserva su casa, su trabajo y su vida familiar.',
    check: { word: '¿Es para mí?', sub: questions => `${questions} preguntas, sin nombre, nada se guarda` },
    ask: {
      word: 'Pida que le llamemos',
      open: until => `Hoy, antes de ${theHour(until)}`,
      closed: fromSaid,
    },
    orCall: 'O llame al',
    doors: {
      head: '¿Qué le trae aquí?',
      danger: {
        word: 'Dejé de consumir y me siento muy mal, o no me siento a salvo',
        sub: 'Qué hacer en los próximos minutos',
      },
      someone: { word: 'Me preocupa alguien', sub: 'Puede preguntar sin decir su nombre' },
      told: {
        word: 'Un tribunal, mi trabajo o mi médico me pidió buscar ayuda',
        sub: 'Usted decide, por escrito, qué les podemos decir',
      },
      pay: { word: 'No sé si puedo pagarlo', sub: 'Vea un rango de precios en 1 minuto, con o sin seguro' },
    },
    what: {
      head: '¿Qué es un IOP?',
      less: 'Es más ayuda que una cita por semana, y menos que vivir en un centro de tratamiento.',
      group: size =>
        size === null
          ? 'La mayor parte del tiempo está en un grupo pequeño de personas que quieren lo mismo que usted.'
          : `La mayor parte del tiempo está en un grupo pequeño, nunca de más de ${size} personas.`,
      alone:
        'También habla a solas con un consejero. Hay medicinas que ayudan con las ganas de consumir, el sueño o el ánimo: pregúntenos.',
      compare: 'Compárelo con la desintoxicación, la residencia y otras opciones',
      firstHead: 'Hay algo que va primero',
      first:
        'si se pone muy mal al dejar de consumir, o si necesita a alguien a su lado día y noche. Llámenos. Le ayudamos a encontrar esa atención.',
    },
    helps: {
      head: 'A quién ayuda',
      sleep: { word: 'Tiene un lugar seguro donde dormir', sub: 'y al menos una persona que le apoya.' },
      work: {
        word: 'Tiene trabajo, estudios o hijos',
        sub: parts => `y no puede ausentarse un mes.${parts && ` Hay grupos ${parts}.`}`,
      },
      left: {
        word: 'Acaba de salir de desintoxicación o de una residencia',
        sub: 'y quiere apoyo mientras vuelve a su vida.',
      },
      mind: {
        word: 'También vive con depresión, ansiedad o trauma',
        sub: 'Las dos cosas se pueden tratar juntas. Díganoslo cuando llame.',
      },
    },
    steps: {
      head: 'Qué pasa cuando nos busca',
      talk: { word: 'Habla con una persona', sub: 'Puede parar cuando quiera. No tiene que dar su nombre verdadero.' },
      insurance: {
        word: 'Revisamos su seguro',
        sub: 'Es gratis. ¿No tiene seguro? Buscamos con usted otras formas de pagar.',
      },
      meet: {
        word: 'Conoce a un consejero',
        sub: minutes => `Unos ${minutes} minutos. Juntos deciden qué atención conviene.`,
      },
      begin: {
        word: 'Viene a su primer grupo',
        sub: figures =>
          figures === null
            ? 'En cuanto haya un lugar que convenga a su semana.'
            : `En los últimos ${figures.days} días, ${figures.of} personas pidieron ayuda y empezaron. La mitad ` +
              `estuvo en su primer grupo en ${count(figures.halfWithinDays, 'día', 'días')} o menos.`,
      },
    },
    seats: {
      head: 'Grupos y lugares libres',
      asOf: on => `Hoy, ${on}.`,
      none: 'Pregúntenos cuándo empiezan los grupos: aquí todavía no hay nada planeado.',
      group: 'Grupo',
      places: 'Lugares',
      from: (days, at) => `${days} desde ${theHour(at)}`,
      free: free => (free === 0 ? 'Lleno, pregunte por la espera' : `${free} ${free === 1 ? 'libre' : 'libres'}`),
      parts: { morning: 'Mañana', afternoon: 'Tarde', evening: 'Noche', weekend: 'Fin de semana' },
      inLanguage: language => `en ${language}`,
    },
    private: {
      head: 'Todo queda en privado',
      law:
        'Una ley federal protege a quien pide ayuda con el alcohol o las drogas. Si alguien nos llama para preguntar por ' +
        'usted, decimos: “No podemos confirmarlo ni negarlo”. Eso vale para su jefe, su pareja, sus padres y la policía.',
      exceptions:
        'Solo compartimos algo si usted lo acepta por escrito, y puede retirarlo. Las pocas excepciones son cosas como ' +
        'una emergencia médica, el maltrato de un niño o una orden especial de un juez.',
    },
    week: {
      head: {
        morning: 'Una semana por la mañana',
        afternoon: 'Una semana por la tarde',
        evening: 'Una semana por la noche',
        weekend: 'Un fin de semana',
      },
      parts: {
        morning: 'por la mañana',
        afternoon: 'por la tarde',
        evening: 'por la noche',
        weekend: 'el fin de semana',
      },
      none: 'nada',
      hours: figure => `${figure}\u00a0h`,
      group: 'Grupo',
      groupSaid: (span, days) => `${capital(span)}, ${days === 1 ? '1 día' : `${days} días`} por semana`,
      alone: 'A solas',
      aloneSaid: 'Además, tiempo con su propio consejero',
      howLong: 'Duración',
      howLongSaid: weeks => `La mayoría: ${weeks} semanas, luego cada vez menos`,
      where: 'Dónde',
    },
  },
  levels: {
    title: 'Niveles de atención',
    head: 'Tipos de atención, de más ayuda a menos',
    lead:
      'La diferencia más grande es dónde duerme. Puede empezar en cualquier nivel y subir o bajar. Si el que necesita no ' +
      'está aquí, le ayudamos a buscarlo.',
    jump: 'Tipos de atención',
    stays: 'Se queda allí, día y noche',
    home: 'Vive en su casa',
    caption: 'Comparación de niveles de atención: horas, duración, a quién le conviene, y dónde',
    kind: 'Tipo de atención',
    hours: 'Horas por semana',
    howLong: 'Duración',
    suits: 'Le puede convenir si',
    where: 'Dónde',
    short: { hours: 'Horas', howLong: 'Duración', suits: 'Conviene si' },
    partner: 'Aliado:',
    look: 'Le ayudamos a buscar',
    free: free => (free === 1 ? '1 lugar libre' : `${free} lugares libres`),
    full: 'Lleno ahora, pregunte por la espera',
    weeklyHours: hours => capital(`${hours} horas`),
    hoursOrMore: hours => `${hours} horas o más`,
    perDay: (hours, days) => capital(`${hours} al día, ${days}`),
    weeks: weeks => capital(`${weeks} semanas`),
    sources:
      'Las horas de nuestros programas vienen de sus reglas, los aliados de lo que acordamos con ellos, lo demás de ' +
      'nuestra propia descripción de cada nivel.',
    unchecked: 'Todavía nadie ha comparado con una fuente:',
    unsureHead: '¿No sabe cuál?',
    unsure:
      'La mayoría no lo sabe. La autoevaluación muestra qué habla a favor y en contra de un IOP. Un profesional con licencia le ayuda a decidir.',
    check: 'Hacer la autoevaluación',
    moveHead: 'Pasar de un nivel a otro',
    up: 'Subir',
    upSaid: ' quiere decir más horas cuando las cosas se ponen difíciles. ',
    down: 'Bajar',
    downSaid:
      ' quiere decir menos horas cuando todo se calma. Una semana difícil no quiere decir que fracasó, y no termina su atención.',
    hour: figure => (figure === '1' ? '1 hora' : `${figure} horas`),
    days: days => `${days} días`,
  },
  sites: {
    title: 'Dónde estamos',
    head: 'Dónde estamos, y cuándo abrimos',
    lead: 'Puede venir y preguntar. En la puerta nadie tiene que decir por qué viene.',
    hours: 'Abierto',
    noHours: 'Llámenos para saber las horas.',
    plans: 'Seguros médicos',
    plansSaid: list => `Aquí estamos en la red de ${list}. ¿Tiene otro seguro? Llámenos: preguntamos qué paga, gratis.`,
    noPlans: 'Llámenos para hablar de su seguro: preguntamos qué paga aquí, gratis.',
    daySpan: (from, until) => `de ${from} a ${until}`,
    and: ' y ',
    closedHead: 'Días cerrados',
    closedSpan: (from, until) => `del ${from} al ${until}`,
    access: 'Cómo entrar',
    map: 'No enlazamos ningún mapa: su dueño sabría que usted miró. La dirección sirve en el mapa que usted use.',
    crisis: 'Cuando no puede esperar',
    crisisSaid: 'Nuestra línea de crisis contesta día y noche, también con las puertas cerradas.',
  },
  privacy: {
    title: 'Qué queda en privado',
    head: 'Qué queda en privado, y cómo ocultar que estuvo aquí',
    pages: {
      head: 'Estas páginas',
      lines: [
        'No usan cookies ni programas en su navegador. No se carga nada de otra empresa.',
        'Las respuestas de la autoevaluación y de la página de costo se calculan y se olvidan. No se guardan ni se escriben en ningún registro.',
        'Solo el formulario para pedir una llamada guarda algo, y solo cuando usted lo envía.',
        'Lo que este programa registra no dice qué leyó usted aquí.',
      ],
    },
    hide: {
      head: 'Si alguien revisa su teléfono o su computadora',
      lines: [
        '“Salir del sitio” abre otra página de inmediato. No borra el historial de su navegador.',
        'Una ventana privada o de incógnito no guarda historial cuando la cierra. Ábrala antes de venir aquí.',
        'Para borrar lo que ya está: abra el historial de su navegador, busque nuestro nombre y borre esas líneas. Borrarlo todo puede llamar la atención.',
        'Su teléfono guarda llamadas y mensajes, y la factura puede mostrarlos. Puede borrar una llamada de la lista; de la factura, no.',
        'En una computadora del trabajo o de la escuela, otros pueden ver qué sitios se abrieron, aunque usted borre. Use otra si puede.',
      ],
    },
    care: {
      head: 'Si nos pide ayuda',
      lines: [
        'Una ley federal, 42 CFR Parte 2, protege a toda persona que pide aquí ayuda con el alcohol o las drogas, desde la primera llamada.',
        'Si alguien nos pregunta por usted, decimos que no podemos confirmar ni negar que está aquí.',
        'Solo contamos algo a otros si usted lo acepta por escrito, y puede retirarlo para lo que venga.',
        'Sin su permiso la ley deja poco: una emergencia médica, un aviso de maltrato o descuido de un niño, un delito aquí o contra nuestro personal, una auditoría, o una orden especial de un juez.',
        'Usted elige qué podemos decir cuando llamamos, y ve las palabras exactas antes de enviar el formulario.',
      ],
    },
    questions: '¿Preguntas sobre su privacidad? Pida hablar con la persona encargada de privacidad al',
  },
  trouble: {
    title: 'Página no disponible',
    missing: {
      head: 'No hay ninguna página en esta dirección',
      says: 'Puede que haya cambiado, o que la dirección tenga un error. Empiece de nuevo desde la primera página.',
    },
    unread: {
      head: 'No pudimos leer lo que se envió',
      says: 'No se guardó nada. Vuelva atrás y envíelo otra vez, o llámenos.',
    },
    elsewhere: {
      head: 'Esto se envió desde otro sitio',
      says: 'Para que nadie envíe algo en su nombre, solo aceptamos lo que usted envía desde estas páginas. No se guardó nada.',
    },
    large: {
      head: 'Es más de lo que podemos recibir aquí',
      says: 'No se guardó nada. Escriba menos, o llámenos: preferimos escucharle.',
    },
    broken: {
      head: 'Esto no funcionó, y la culpa es nuestra',
      says: 'No se guardó nada de lo que escribió. Intente de nuevo en unos minutos, o llámenos.',
    },
    away: {
      head: 'Esta página no está disponible por un momento',
      says: 'No se guardó nada de lo que escribió. Intente de nuevo en unos minutos. La ayuda por teléfono sí funciona.',
    },
    help: {
      danger: 'Peligro de muerte, ahora:',
      crisis: 'Pensamientos de suicidio o cualquier crisis, llame y oprima 2, o envíe AYUDA por texto:',
      line: 'Nuestra línea de crisis, día y noche:',
      start: 'A la primera página',
    },
  },
}
