import { timeWords, type Wall } from '../words.ts'
import type { Words } from './words-en.ts'

const long = new Map<string, Intl.DateTimeFormat>()

function dayIn(moment: string, zone: string): string {
  const writer =
    long.get(zone) ??
    new Intl.DateTimeFormat('es-US', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' })
  long.set(zone, writer)
  return writer.format(new Date(moment))
}

/** `5:22 p. m.`, as it is written in Spanish. */
const time = (moment: string, wall: Wall) => timeWords(moment, wall).replace(/ ([ap])m$/, '\u00a0$1.\u00a0m.')

const aLas = (at: string) => (/^0?1:/.test(at) ? `a la ${at}` : `a las ${at}`)
/** A sentence that may end with “p. m.” has its point already. */
const stop = (words: string) => (words.endsWith('.') ? words : `${words}.`)
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
const waits = (number: number) => count(number, 'registro espera', 'registros esperan')

const tries = (left: number) => (left === 1 ? 'Le queda 1 intento.' : `Le quedan ${left} intentos.`)

/** Everything the tablet says, in Spanish. */
export const spanish: Words = {
  lang: 'es',
  crisis: 'En peligro, llame al 911. En una crisis, llame al 988 y oprima 2, o envíe AYUDA por texto al 988.',
  other: 'English',
  staff: 'Personal',
  time,
  day: dayIn,
  start: {
    title: 'Registro de entrada',
    head: 'Le damos la bienvenida. Toque su nombre.',
    letters: 'Primera letra de su nombre',
    all: 'Todas',
    scan: 'Escanear su tarjeta',
    notListed: '¿No está en la lista? Con gusto le ayudamos.',
    nobody: 'Hoy no se espera a nadie aquí.',
    noList: 'La lista de hoy todavía no está aquí.',
    noListHow: 'Por favor avise a alguien del equipo que ya llegó. La lista llega sola.',
  },
  code: {
    hello: name => `Hola, ${name}`,
    enter: 'Escriba su código de 4 números',
    notMe: 'No soy yo',
    wrong: left => `Ese no es el código. ${tries(left)}`,
    locked: 'Este nombre está bloqueado por un rato, porque el código fue incorrecto varias veces.',
    none: 'Todavía no tiene código.',
    ask: 'Por favor avise a alguien del equipo que ya llegó. Con gusto le ayudamos.',
    forgot: '¿No tiene su código? Avise a alguien del equipo.',
    back: 'Vuelve al inicio después de 20 segundos sin tocar la pantalla.',
    failed: 'No funcionó. Por favor avise a alguien del equipo que ya llegó.',
  },
  pad: {
    erase: 'Borrar',
    typed: (typed, of) => `${typed} de ${of} números`,
    checking: 'Un momento',
  },
  leaving: {
    head: name => `${name}, ¿ya se va?`,
    since: at => stop(`Su entrada quedó registrada ${aLas(at)}`),
    yes: 'Sí, registrar mi salida',
    no: 'No, me quedo',
  },
  done: {
    in: name => `Gracias, ${name}.`,
    inAt: at => stop(`Su entrada quedó registrada ${aLas(at)}`),
    next: (at, room) => `Lo que sigue: ${at}, ${room}`,
    out: name => `Hasta luego, ${name}.`,
    outAt: at => `${stop(`Su salida quedó registrada ${aLas(at)}`)} Cuídese mucho.`,
    staying: name => `Muy bien, ${name}.`,
    stayingAt: at => stop(`Su entrada sigue registrada, desde ${aLas(at).slice(2)}`),
    back: 'Volver al inicio',
  },
  scan: {
    head: 'Muestre su tarjeta a la cámara',
    how: 'Sostenga el cuadro quieto, a una mano de distancia.',
    starting: 'La cámara se está encendiendo.',
    unknown: 'Esta tarjeta no está en la lista de hoy. Toque su nombre o avise a alguien del equipo.',
    noCamera: 'No se puede usar la cámara. Toque su nombre.',
    cancel: 'Cancelar',
  },
  pair: {
    head: 'Vincular esta tableta',
    how: 'La dirección o la administración crea un código en Footbridge, en Sign-in tablets. Vale diez minutos.',
    code: 'Código para vincular',
    next: 'Seguir',
    short: 'El código tiene 10 letras y números.',
    over: 'Este código no se conoce, o ya pasaron sus diez minutos. Cree uno nuevo en Sign-in tablets.',
    away: 'No se pudo llegar al programa. Revise la red e intente otra vez.',
    pin: 'Elija un PIN para el personal',
    pinHow:
      'Seis números. El personal lo escribe después de reiniciar y para su menú. Guárdelo donde guarda las llaves.',
    again: 'El mismo PIN otra vez',
    againHow: 'Para que un error no les deje fuera.',
    easy: 'Este PIN es fácil de adivinar. Elija otro.',
    different: 'No eran iguales. Elija otra vez.',
    cancel: 'Cancelar',
  },
  pin: {
    wrong: 'Ese no es el PIN.',
    wait: rest => `Demasiados PIN incorrectos. Se puede intentar de nuevo en ${rest}.`,
  },
  locked: {
    head: 'Bloqueada',
    restart: 'La tableta se reinició. Personal: escriba el PIN.',
    codes: 'Hubo demasiados códigos incorrectos. Personal: escriba el PIN.',
    staff: 'Personal: escriba el PIN.',
    here: '¿Viene a registrarse? Por favor avise a alguien del equipo.',
    unsent: number => `${waits(number)} para enviarse. No se pierde nada.`,
    forgot: '¿Olvidó el PIN?',
    forgotHow:
      'La dirección o la administración puede crear un código nuevo para esta tableta. Lo que no se envió se queda aquí, bajo llave, hasta que alguien escriba el PIN anterior en el menú del personal.',
    pair: 'Vincular con un código nuevo',
  },
  menu: {
    pinHead: 'Menú del personal',
    pinHow: 'Escriba el PIN de esta tableta.',
    tablet: 'Tableta',
    contact: 'Último contacto',
    never: 'Todavía no',
    unsent: 'Sin enviar',
    nothing: 'Nada',
    sync: 'Sincronizar ahora',
    syncing: 'Sincronizando',
    synced: 'Todo se envió, y la lista de hoy es nueva.',
    away: 'No se pudo llegar al programa. No se pierde nada; se intenta otra vez por sí solo.',
    stuck: 'Algunos no se aceptaron. Se quedan aquí. Avise a la administración.',
    shut: number => `${count(number, 'registro está', 'registros están')} bajo llave con un PIN anterior.`,
    oldPin: 'Escribir el PIN anterior',
    other: number =>
      `${count(number, 'registro se hizo', 'registros se hicieron')} cuando esta tableta estaba vinculada como otra. ` +
      'Vincúlela otra vez como aquella para enviar.',
    names: 'Nombres bloqueados',
    openNames: 'Abrir estos nombres',
    language: 'Primer idioma aquí',
    lock: 'Bloquear ahora',
    unpair: 'Desvincular esta tableta',
    unpairNot: 'No se puede desvincular mientras algo esté sin enviar. Primero sincronice.',
    unpairSure: 'La lista de hoy y el vínculo se quitan de esta tableta. Después necesita un código nuevo.',
    unpairYes: 'Sí, desvincular',
    newer: 'Hay una versión más nueva de estas páginas. Al iniciarla se bloquea la tableta.',
    renew: 'Iniciar la versión nueva',
    back: 'Volver al inicio',
  },
  ended: {
    head: 'Esta tableta ya no se usa aquí',
    here: '¿Viene a registrarse? Por favor avise a alguien del equipo.',
    kept: number => `${waits(number)} aquí, bajo llave. Vincule otra vez esta misma tableta para enviar.`,
    staff: 'Personal: su uso terminó en Sign-in tablets. Allí se puede vincular otra vez.',
    pair: 'Vincular otra vez',
  },
  elsewhere: {
    head: 'El registro ya está abierto',
    how: 'Está abierto en otra ventana de esta tableta. Cierre aquella, y esta sigue por sí sola.',
  },
  unfit: {
    head: 'Este navegador no puede ser una tableta de registro',
    how: 'Necesita un navegador más nuevo, fuera de una ventana privada, y una dirección que empiece con https.',
  },
}
