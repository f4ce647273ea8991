import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { mailChannel, mailSettings, mailWords, troubleWords } from './mail.ts'

type Received = { from: string; to: string[]; text: string }
const open: SMTPServer[] = []

afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>(done => server.close(() => done()))
})

/** A mail server on this computer that keeps what it gets. */
async function mailServer(options: { refuses?: number; auth?: boolean; stranger?: boolean } = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: !options.auth,
    // A stranger says that it can be talked to in secret, with a certificate that nobody vouches for.
    disabledCommands: [...(options.stranger ? [] : ['STARTTLS' as const]), ...(options.auth ? [] : ['AUTH' as const])],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === 'desk' && password === 'p@ss:word' ? done(null, { user: 'desk' }) : done(new Error('no')),
    onRcptTo: (_, __, done) =>
      options.refuses
        ? done(Object.assign(new Error('no such person secret@home.example'), { responseCode: options.refuses }))
        : done(),
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        received.push({ from, to: rcptTo.map(each => each.address), text: Buffer.concat(parts).toString() })
        done()
      })
    },
  })
  open.push(server)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.server.address()
  return { received, port: typeof address === 'object' && address ? address.port : 0 }
}

const from = 'The front desk <desk@house.example>'
const message = {
  id: '0192f0a0-0000-7000-8000-000000000001',
  channel: 'mail' as const,
  recipient: 'rosa@home.example',
  subject: 'Su cita',
  words: 'Su cita es el miércoles, 25 de noviembre. ¿Preguntas? Llame al 205-555-0101.',
  sender: null,
}
const channelTo = (server: string, sender: string = from) => {
  const channel = mailChannel(mailSettings({ FOOTBRIDGE_SMTP: server, FOOTBRIDGE_MAIL_FROM: sender }))
  if (!channel) throw new Error('no channel')
  return channel
}
/** The readable text of a message: soft line ends and letters that travel as `=C3=A9` are put back. */
const readable = (text: string) => {
  const body = text.split('\r\n\r\n').slice(1).join('\n').replace(/=\r\n/g, '')
  const bytes = body.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

describe('a message by mail', () => {
  it('is plain text to one person, marked as automatic, and the same message when it is sent again', async () => {
    const { received, port } = await mailServer()
    const channel = channelTo(`smtp://127.0.0.1:${port}`)
    expect([await channel(message), await channel(message)]).toEqual([null, null])
    expect(received).toHaveLength(2)
    const [first, second] = received
    expect(first).toMatchObject({ from: 'desk@house.example', to: ['rosa@home.example'] })
    expect(readable(first?.text ?? '')).toContain(message.words)
    const head = (first?.text ?? '').split('\r\n\r\n')[0]
    expect(head).toContain('Auto-Submitted: auto-generated')
    expect(head).toContain('Subject: Su cita')
    expect(head).toMatch(/Content-Type: text\/plain/)
    expect(head).not.toMatch(/multipart|text\/html|nodemailer/i)
    const idOf = (text = '') => /Message-ID: (.*)/i.exec(text)?.[1]
    expect(idOf(first?.text)).toBe(`<${message.id}@house.example>`)
    expect(idOf(second?.text)).toBe(idOf(first?.text))
  })

  it('comes from the name that its house set, and else from the one that the server is set with', async () => {
    const { received, port } = await mailServer()
    const channel = channelTo(`smtp://127.0.0.1:${port}`)
    const names = ['Elm Street desk', 'Recepción', 'Desk" <eve@x.example>\r\nBcc: eve@home.example', null]
    for (const sender of names) expect(await channel({ ...message, sender })).toBeNull()
    const bare = channelTo(`smtp://127.0.0.1:${port}`, ' desk@house.example ')
    expect(await bare({ ...message, sender: 'Elm Street desk' })).toBeNull()
    const heads = received.map(each => each.text.split('\r\n\r\n')[0] ?? '')
    const fromOf = (head = '') => /^From: (.*(?:\r\n .*)*)/m.exec(head)?.[1]
    expect(fromOf(heads[0])).toBe('Elm Street desk <desk@house.example>')
    expect(fromOf(heads[1])).toBe('=?UTF-8?Q?Recepci=C3=B3n?= <desk@house.example>')
    expect(fromOf(heads[3])).toBe(from)
    expect(fromOf(heads[4])).toBe('Elm Street desk <desk@house.example>')
    for (const each of received) expect(each).toMatchObject({ from: 'desk@house.example', to: ['rosa@home.example'] })
    for (const head of heads) {
      expect(head.match(/^From:/gm)).toHaveLength(1)
      expect(head).not.toMatch(/^Bcc:/im)
    }
  })

  it('signs in with what is set, and says in words when that is wrong', async () => {
    const { received, port } = await mailServer({ auth: true })
    expect(await channelTo(`smtp://desk:p%40ss%3Aword@127.0.0.1:${port}`)(message)).toBeNull()
    expect(await channelTo(`smtp://desk:wrong@127.0.0.1:${port}`)(message)).toMatch(/does not take the sign-in/)
    expect(received).toHaveLength(1)
  })

  it('never goes to two, and its head takes no second line', async () => {
    const { received, port } = await mailServer()
    const channel = channelTo(`smtp://127.0.0.1:${port}`)
    for (const recipient of [
      'a@home.example, b@home.example',
      'a@home.example;b@x.example',
      'Rosa <a@b.example>',
      'rosa',
    ])
      expect(await channel({ ...message, recipient })).toBe('This is not one mail address.')
    expect(await channel({ ...message, subject: 'Su cita\r\nBcc: eve@home.example' })).toBeNull()
    expect(received).toMatchObject([{ to: ['rosa@home.example'] }])
    expect(received[0]?.text).not.toMatch(/^Bcc:/m)
  })

  it('that does not leave says why without an address', async () => {
    const gone = await mailServer({ refuses: 550 })
    const busy = await mailServer({ refuses: 451 })
    const said = [
      await channelTo(`smtp://127.0.0.1:${gone.port}`)(message),
      await channelTo(`smtp://127.0.0.1:${busy.port}`)(message),
      await channelTo('smtp://127.0.0.1:1')(message),
      troubleWords('a word'),
    ]
    expect(said).toEqual([
      'The mail server refuses this message for good (550).',
      'The mail server asks to try later (451).',
      expect.stringMatching(/^The (connection to the )?mail server/),
      'The mail server did not take the message.',
    ])
    expect(said.join(' ')).not.toMatch(/@|rosa|secret/)
  })

  it('leaves in clear only to this computer', async () => {
    const { received, port } = await mailServer()
    // This is the same computer, but not by a name that says so.
    const channel = channelTo(`smtp://[::ffff:127.0.0.1]:${port}`)
    expect(await channel(message)).toBe('The mail server offers no safe connection.')
    expect(received).toEqual([])
  })

  it('does not leave by a server whose certificate nobody vouches for', async () => {
    const { received, port } = await mailServer({ stranger: true })
    expect(await channelTo(`smtp://[::ffff:127.0.0.1]:${port}`)(message)).toBe(
      'The connection to the mail server broke off.',
    )
    expect(received).toEqual([])
  })

  it('by text says that there is no way yet', async () => {
    expect(await channelTo('smtp://127.0.0.1:1')({ ...message, channel: 'text' })).toMatch(/No text provider/)
  })
})

describe('what is set', () => {
  it.each([
    [{}, /not set up/],
    [{ FOOTBRIDGE_SMTP: 'mail house' }, /is no address/],
    [{ FOOTBRIDGE_SMTP: 'https://mail.house.example' }, /begins with smtps/],
    [{ FOOTBRIDGE_SMTP: 'smtps://u:p@mail.house.example' }, /FOOTBRIDGE_MAIL_FROM/],
    [{ FOOTBRIDGE_SMTP: 'smtps://u:p@mail.house.example', FOOTBRIDGE_MAIL_FROM: 'desk' }, /FOOTBRIDGE_MAIL_FROM/],
    [
      { FOOTBRIDGE_SMTP: 'smtps://u:p@mail.house.example', FOOTBRIDGE_MAIL_FROM: from },
      /^leaves by mail.house.example$/,
    ],
  ])('is said without the password: %j', (env, words) => {
    expect(mailWords(mailSettings(env))).toMatch(words)
    expect(mailWords(mailSettings(env))).not.toContain('u:p')
  })

  it('and set wrongly is told in the outbox, where the director looks', async () => {
    const channel = mailChannel(mailSettings({ FOOTBRIDGE_SMTP: 'smtps://mail.house.example' }))
    expect(await channel?.(message)).toMatch(/FOOTBRIDGE_MAIL_FROM/)
    expect(mailChannel(mailSettings({}))).toBeNull()
  })
})
