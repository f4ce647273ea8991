import nodemailer from 'nodemailer'
import type { Channel } from './wiring.ts'

/** What the environment says of the mail server. */
export type MailSettings =
  | { kind: 'unset' }
  | { kind: 'wrong'; says: string }
  | { kind: 'set'; url: URL; from: string; address: string; host: string }

type Environment = Readonly<Record<string, string | undefined>>

const oneAddress = /^[^\s@,;:<>()"]+@[^\s@,;:<>()"]+$/
/** Two minutes for a full outbox of a server that answers nobody: less than a message is lent out for. */
const patienceMs = 6_000

/** Reads FOOTBRIDGE_SMTP (`smtps://user:password@host:465`) and FOOTBRIDGE_MAIL_FROM (`Name <desk@house.example>`). */
export function mailSettings(env: Environment): MailSettings {
  const { FOOTBRIDGE_SMTP: server, FOOTBRIDGE_MAIL_FROM: from } = env
  if (!server) return { kind: 'unset' }
  const wrong = (says: string) => ({ kind: 'wrong' as const, says })
  if (!URL.canParse(server))
    return wrong('FOOTBRIDGE_SMTP is no address. It looks like smtps://user:password@host:465.')
  const url = new URL(server)
  if (url.protocol !== 'smtps:' && url.protocol !== 'smtp:')
    return wrong('FOOTBRIDGE_SMTP begins with smtps:// or smtp://.')
  if (!url.hostname) return wrong('FOOTBRIDGE_SMTP names no host.')
  const address = (/<([^<>]*)>\s*$/.exec(from ?? '')?.[1] ?? from ?? '').trim()
  if (!oneAddress.test(address))
    return wrong('FOOTBRIDGE_MAIL_FROM is the address that mail comes from. Set it beside FOOTBRIDGE_SMTP.')
  return { kind: 'set', url, from: from ?? '', address, host: address.split('@')[1] ?? '' }
}

/** What the doctor says of mail. */
export function mailWords(settings: MailSettings): string {
  if (settings.kind === 'unset') return 'not set up; messages wait in the outbox (set FOOTBRIDGE_SMTP)'
  return settings.kind === 'wrong' ? settings.says : `leaves by ${settings.url.hostname}`
}

// What went wrong is read by the director, so it never repeats an address or what the server wrote about it.
const troubles: Readonly<Record<string, string>> = {
  EAUTH: 'The mail server does not take the sign-in that is set.',
  ENOAUTH: 'The mail server does not take the sign-in that is set.',
  ECONNECTION: 'The mail server cannot be reached.',
  ECONNREFUSED: 'The mail server cannot be reached.',
  EDNS: 'The mail server cannot be found by its name.',
  ENOTFOUND: 'The mail server cannot be found by its name.',
  ESOCKET: 'The connection to the mail server broke off.',
  ETIMEDOUT: 'The mail server did not answer in time.',
  ETLS: 'The mail server offers no safe connection.',
}

/** Why a message did not leave, in words without an address. */
export function troubleWords(error: unknown): string {
  const { code = '', responseCode = 0 } = typeof error === 'object' && error !== null ? told(error) : {}
  if (responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE'))
    return `The mail server refuses this message for good (${responseCode}).`
  if (responseCode >= 400) return troubles[code] ?? `The mail server asks to try later (${responseCode}).`
  return troubles[code] ?? 'The mail server did not take the message.'
}

function told(error: object): { code: string; responseCode: number } {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const responseCode = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0
  return { code, responseCode }
}

const isHere = (host: string) => ['localhost', '127.0.0.1', '[::1]'].includes(host)

/** The way out by a mail server; null when none is set. What is set wrongly says so in the outbox. */
export function mailChannel(settings: MailSettings): Channel | null {
  if (settings.kind === 'unset') return null
  if (settings.kind === 'wrong') return async () => settings.says
  const { url, from, address, host } = settings
  const secure = url.protocol === 'smtps:'
  const transport = nodemailer.createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // In clear only to a server on this very computer.
    requireTLS: !secure && !isHere(url.hostname),
    ignoreTLS: !secure && isHere(url.hostname),
    ...(url.username
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async ({ id, channel, recipient, subject, words, sender }) => {
    if (channel === 'text') return 'No text provider is set up yet.'
    // A list would send one person's message to another.
    if (!oneAddress.test(recipient)) return 'This is not one mail address.'
    try {
      await transport.sendMail({
        from: sender ? { name: sender, address } : from,
        to: { name: '', address: recipient },
        subject,
        text: words,
        // Sent again after a crash, it is the same message to whoever shows it.
        messageId: `<${id}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return null
    } catch (error) {
      return troubleWords(error)
    }
  }
}
