import { once } from 'node:events'
import { request } from 'node:http'
import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import { boundOnBodies, readBody } from './body.ts'

function refusalOf(text: string): Refusal {
  try {
    readBody(text)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('a body', () => {
  it('is taken when it is plain JSON', () => {
    expect(readBody('{"a":[1,{"b":"ü"}]}')).toEqual({ a: [1, { b: 'ü' }] })
  })
  it.each([
    ['no JSON', '{', 'not-json', undefined],
    ['empty', '', 'not-json', undefined],
    ['a __proto__ key', '{"a":{"__proto__":{"x":1}}}', 'not-taken', 'a.__proto__'],
    ['an escaped __proto__ key', '{"\\u005f_proto__":1}', 'not-taken', '__proto__'],
    ['a constructor key', '[{"constructor":1}]', 'not-taken', '[0].constructor'],
    ['a NUL', '{"name":"a\\u0000b"}', 'not-taken', 'name'],
    ['half a surrogate pair', '{"names":["\\ud800"]}', 'not-taken', 'names[0]'],
    ['20,000 levels', '['.repeat(20_000) + ']'.repeat(20_000), 'too-deep', undefined],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 'too-deep', undefined],
  ])('with %s is refused by name of the place', (_, text, code, place) => {
    const refusal = refusalOf(text)
    expect(refusal.code).toBe(code)
    expect(refusal.places[0]?.place).toBe(place)
  })
  it('brackets inside a text are no nesting', () => {
    expect(readBody(`{"a":"${'['.repeat(100)}\\"{"}`)).toEqual({ a: `${'['.repeat(100)}"{` })
  })
})

describe('many large bodies', () => {
  const part = Buffer.alloc(400_000, 'x')

  it('are refused beyond what all may hold together, and taken again once the others have their answers', async () => {
    const server = fastify({ bodyLimit: 2_000_000, forceCloseConnections: true })
    server.setErrorHandler((error, _request, reply) =>
      reply.status(error instanceof Refusal ? error.status : 500).send({}),
    )
    server.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    server.addHook('preParsing', boundOnBodies(1_000_000))
    server.post('/', request => ({ length: String(request.body).length }))
    const address = await server.listen({ port: 0, host: '127.0.0.1' })
    const begin = () => {
      const asked = request(address, { method: 'POST', agent: false, headers: { 'content-type': 'text/plain' } })
      asked.on('error', () => undefined)
      const answered = once(asked, 'response').then(([answer]) => {
        answer.resume()
        return answer.statusCode
      })
      return { asked, answered }
    }
    try {
      const [first, second] = [begin(), begin()]
      for (const { asked } of [first, second]) await new Promise(done => asked.write(part, done))
      // Any one of the three may be refused: only together they are too much.
      const third = begin()
      third.asked.end(part)
      expect(await Promise.race([first.answered, second.answered, third.answered])).toBe(503)
      for (const { asked } of [first, second]) asked.end()
      const all = await Promise.all([first, second, third].map(each => each.answered))
      expect(all.toSorted()).toEqual([200, 200, 503])
      const again = begin()
      again.asked.end(Buffer.alloc(990_000, 'x'))
      expect(await again.answered).toBe(200)
    } finally {
      await server.close()
    }
  })
})
