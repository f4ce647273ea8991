import { describe, expect, it } from 'vitest'
import { address, html } from './html.ts'

/** What people send who try to leave the words they were given. */
const attacks = [
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</title><script>'],
  ...['<svg/onload=alert(1)>', '&lt;script&gt;', '<!--', '-->', ']]>', '<a href="javascript:alert(1)">'],
  ...['\u2028<b>', '<\u0000script>', '"onfocus="alert(1)" autofocus="', '</textarea><script>', '<style>*{}</style>'],
  ...["'; DROP TABLE people; --", '{{7*7}}', '%3Cscript%3E', '＜script＞', '<base href="//evil.example">'],
]

describe('words in a page', () => {
  it.each(attacks)('%j stay words, between tags and in an attribute', words => {
    const { text } = html`<p title="${words}">${words}</p>`
    const [, attribute = '', between = ''] = /^<p title="([^"]*)">([^<]*)<\/p>$/.exec(text) ?? []
    expect([attribute, between].map(unescaped)).toEqual([words, words])
  })

  it('of markup stand as they are, in lists too; what is nothing writes nothing', () => {
    const items = ['a & b', 'c'].map(each => html`<li>${each}</li>`)
    expect(html`<ul>${items}</ul>${null}${false}${undefined}${0}`.text).toBe('<ul><li>a &amp; b</li><li>c</li></ul>0')
  })

  it('never stand in an attribute without quotes', () => {
    expect(() => html`<p title=${'words'}>`).toThrow(/quotes/)
  })
})

describe('an address', () => {
  it.each(['/', '/es/cost', '#main', '/self-check#q', 'tel:+16035550199', 'sms:988', 'https://www.weather.gov/'])(
    '%s leads where it says',
    to => expect(html`<a href="${address(to)}">on</a>`.text).toBe(`<a href="${to}">on</a>`),
  )

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    '//evil.example/',
    '/\\evil.example',
    'http://evil.example/',
    'https://a b/',
    '/a\u0000b',
    '',
  ])('%j leads nowhere', to => expect(address(to).text).toBe('#'))

  it('cannot leave its quotes', () => {
    expect(html`<a href="${address('/x"onclick="alert(1)')}">`.text).toBe('<a href="/x&quot;onclick=&quot;alert(1)">')
  })

  it('stands nowhere else, and nothing else stands where it leads', () => {
    expect(() => html`<a href="${'/cost'}">`).toThrow(/address/)
    expect(() => html`<form action="${'/cost'}">`).toThrow(/address/)
    expect(() => html`<p>${address('/cost')}</p>`).toThrow(/address/)
  })
})

function unescaped(text: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name) => signs[name] ?? '')
}
