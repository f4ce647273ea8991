// Written by scripts/tables.ts from the migrated database; never by hand.
import type { Day, Instant } from './time.ts'
import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export interface AttendanceAttempt {
  client_id: string;
  id: string;
  made_at: Instant;
  made_by: string | null;
  missed_on: Day;
  organization_id: string;
  outcome: string;
  step: string;
  way: string;
  words: string | null;
}

export interface AttendanceClosing {
  closed_at: Instant;
  closed_by: string | null;
  organization_id: string;
  session_id: string;
}

export interface AttendanceMark {
  arrived_at: Instant | null;
  client_id: string;
  corrected_at: Instant | null;
  corrects: string | null;
  device_id: string | null;
  how: Generated<string>;
  id: string;
  kind: string;
  left_at: Instant | null;
  mode: string | null;
  on_day: Day;
  organization_id: string;
  reason: string | null;
  recorded_at: Instant;
  recorded_by: string | null;
  said_at: Instant;
  seen_at: Instant;
  session_id: string;
}

export interface AttendanceSign {
  at: Instant;
  client_id: string;
  device_at: Instant;
  doubtful: boolean;
  how: string;
  id: string;
  kind: string;
  offset_ms: number;
  organization_id: string;
  received_at: Instant;
  site_id: string;
  tablet_id: string;
}

export interface AttendanceSignInCode {
  card_hash: Buffer;
  card_locked: Buffer;
  client_id: string;
  code_hash: Buffer;
  code_locked: Buffer;
  code_salt: Buffer;
  made_at: Instant;
  made_by: string | null;
  organization_id: string;
  picture: string;
}

export interface AttendanceTablet {
  added_at: Instant;
  added_by: string | null;
  ended_at: Instant | null;
  id: string;
  name: string;
  organization_id: string;
  paired_at: Instant | null;
  pairing_hash: Buffer | null;
  pairing_until: Instant | null;
  secret_hash: Buffer | null;
  seen_at: Instant | null;
  site_id: string;
}

export interface AttendanceUnplaced {
  arrived_at: Instant | null;
  because: string;
  client_id: string;
  id: string;
  kind: string;
  left_at: Instant | null;
  mode: string | null;
  organization_id: string;
  reason: string | null;
  received_at: Instant;
  said_at: Instant;
  said_by: string;
  session_id: string;
  settled_at: Instant | null;
  settled_by: string | null;
  settled_how: string | null;
}

export interface CalendarBooking {
  during: Generated<string>;
  ends_at: Instant;
  held_by: string;
  held_by_kind: string;
  id: string;
  kind: string;
  made_at: Instant;
  organization_id: string;
  released_at: Instant | null;
  resource_id: string;
  site_id: string | null;
  starts_at: Instant;
}

export interface CalendarClosure {
  from_on: Day;
  id: string;
  made_at: Instant;
  name: string;
  organization_id: string;
  site_id: string | null;
  until_on: Day;
  withdrawn_at: Instant | null;
}

export interface CalendarOpening {
  closes: string;
  opens: string;
  organization_id: string;
  site_id: string;
  weekday: number;
}

export interface CalendarRoom {
  closed_on: Day | null;
  id: string;
  name: string;
  organization_id: string;
  seats: number;
  site_id: string;
}

export interface CalendarTravel {
  minutes: number;
  organization_id: string;
  other_site_id: string;
  site_id: string;
}

export interface CalendarUnavailable {
  ended_at: Instant | null;
  ends: string | null;
  ends_at: Instant | null;
  from_on: Day | null;
  id: string;
  kind: string;
  made_at: Instant;
  organization_id: string;
  reason: string;
  resource_id: string;
  starts: string | null;
  starts_at: Instant | null;
  until_on: Day | null;
  weekday: number | null;
  zone: string | null;
}

export interface CoverageNetwork {
  from_on: Day;
  inside: boolean;
  organization_id: string;
  payer_id: string;
  site_id: string;
}

export interface CoveragePayer {
  day_copay_cents: number | null;
  ended_on: Day | null;
  id: string;
  kind: string;
  name: string;
  note: string | null;
  organization_id: string;
  payer_code: string | null;
  phone: string | null;
  share_least_percent: number | null;
  share_most_percent: number | null;
  version: Generated<number>;
}

export interface CoveragePolicy {
  added_at: Instant;
  born_on: Day | null;
  client_id: string | null;
  contact_id: string | null;
  ended_on: Day | null;
  forgotten_at: Instant | null;
  group_number: string | null;
  holder: string | null;
  id: string;
  member_id: string | null;
  organization_id: string;
  payer_id: string | null;
  payer_words: string | null;
  rank: Generated<number>;
  relation: string | null;
  self_pay: Generated<boolean>;
  version: Generated<number>;
}

export interface CoveragePrice {
  cents: number | null;
  from_on: Day;
  item: string;
  organization_id: string;
  program_id: string;
}

export interface CoverageScale {
  from_on: Day;
  organization_id: string;
  share_percent: number;
  up_to_percent: number;
}

export interface CoverageVerification {
  answers: Generated<string>;
  begun_at: Instant;
  begun_by: string | null;
  called: string | null;
  covered: string | null;
  day_copay_cents: number | null;
  deductible_left_cents: number | null;
  finished_at: Instant | null;
  form: string;
  id: string;
  in_network: string | null;
  needs_authorization: string | null;
  organization_id: string;
  out_of_pocket_left_cents: number | null;
  policy_id: string;
  reference: string | null;
  said_at: Instant | null;
  share_percent: number | null;
  version: Generated<number>;
}

export interface DeskFile {
  bytes: number;
  id: string;
  kept_at: Instant;
  kind: string;
  name: string;
  organization_id: string;
  sha256: string;
  wrapped_key: Buffer;
}

export interface DeskFileChunk {
  file_id: string;
  locked: Buffer;
  number: number;
  organization_id: string;
}

export interface DeskMessage {
  channel: string;
  client_id: string | null;
  given_up_at: Instant | null;
  id: string;
  next_try_at: Instant;
  organization_id: string;
  queued_at: Instant;
  recipient: string;
  sent_at: Instant | null;
  subject: Generated<string>;
  tries: Generated<number>;
  trouble: string | null;
  words: string;
}

export interface DeskTask {
  because: Generated<string>;
  client_id: string | null;
  done_at: Instant | null;
  done_by: string | null;
  due_at: Instant;
  for_role: string | null;
  for_staff: string | null;
  id: string;
  made_at: Instant;
  made_by: string | null;
  organization_id: string;
  title: string;
  version: Generated<number>;
}

export interface InquiryAppointment {
  booked_at: Instant;
  booked_by: string | null;
  contact_id: string;
  ended: string | null;
  ended_at: Instant | null;
  ends_at: Instant;
  id: string;
  link: string | null;
  mode: string;
  organization_id: string;
  remind: Generated<string>;
  reminded_at: Instant | null;
  room_id: string | null;
  site_id: string;
  staff_id: string;
  starts_at: Instant;
  version: Generated<number>;
}

export interface InquiryAsked {
  at: Instant;
  id: string;
  message: string | null;
  organization_id: string;
  phone: string | null;
  staff_id: string | null;
  who: string;
}

export interface InquiryCall {
  at: Instant;
  contact_id: string;
  ended: string;
  id: string;
  minutes: number | null;
  organization_id: string;
  said: string | null;
  staff_id: string | null;
  way: string;
}

export interface InquiryContact {
  asker: Generated<string>;
  assessed_at: Instant | null;
  booked_at: Instant | null;
  born_on: Day | null;
  call_due_at: Instant | null;
  call_when: Generated<string>;
  caller: Generated<string>;
  caller_digits: Generated<string | null>;
  caller_mail: string | null;
  caller_phone: string | null;
  came: string;
  card_back: string | null;
  card_front: string | null;
  checked_at: Instant | null;
  client_id: string | null;
  code: string;
  family: string | null;
  forgotten_at: Instant | null;
  form_id: string | null;
  given: string | null;
  id: string;
  joined_into: string | null;
  language: Generated<string>;
  lost_at: Instant | null;
  lost_note: string | null;
  lost_reason: string | null;
  may_mail: Generated<boolean>;
  may_text: Generated<boolean>;
  need: Generated<string>;
  offered_at: Instant | null;
  organization_id: string;
  pronouns: string | null;
  reached_at: Instant | null;
  received_at: Instant;
  referral_id: string | null;
  relation: string | null;
  say: Generated<string>;
  self_check: string | null;
  site_id: string | null;
  source_id: string | null;
  started_at: Instant | null;
  urgency: string | null;
  urgent: string | null;
  version: Generated<number>;
}

export interface InquiryReferral {
  client_id: string | null;
  confirmed_at: Instant | null;
  contact_id: string | null;
  decline_reason: string | null;
  declined_at: Instant | null;
  draft: string;
  file_id: string;
  id: string;
  organization_id: string;
  read_at: Instant | null;
  read_by: string | null;
  received_at: Instant;
  sender: Generated<string>;
  site_id: string | null;
  source: string;
  source_id: string | null;
  version: Generated<number>;
}

export interface InquiryReported {
  client_id: string;
  code: string | null;
  detail: string | null;
  id: string;
  kind: string;
  organization_id: string;
  origin: string;
  referral_id: string;
  status: string | null;
  system: string | null;
  words: string;
}

export interface InquirySource {
  ended_on: Day | null;
  id: string;
  kind: string;
  name: string;
  note: string | null;
  organization_id: string;
  person: string | null;
  phone: string | null;
  version: Generated<number>;
}

export interface KernelClientKey {
  client_id: string;
  organization_id: string;
  shredded_at: Instant | null;
  wrapped: Buffer | null;
}

export interface KernelCron {
  last_ran_at: Instant;
  name: string;
}

export interface KernelCursor {
  failed_times: Generated<number>;
  name: string;
  seq: Generated<number>;
  tx: Generated<string>;
  wait_until: Instant | null;
}

export interface KernelJournal {
  actor_id: string | null;
  at: Instant;
  body: string;
  client_ids: Generated<string[]>;
  id: string;
  kind: string;
  organization_id: string;
  request_id: string;
  seq: Generated<number>;
  tx: Generated<string>;
  verb: string;
}

export interface KernelJournalSubject {
  client_id: string;
  organization_id: string;
  seq: number;
  tx: string;
}

export interface KernelRequestKey {
  actor_id: string;
  answer: string | null;
  at: Instant;
  key: string;
  organization_id: string;
  request_hash: string;
}

export interface KernelSeal {
  from_tx: string;
  hash: Buffer;
  lines: number;
  organization_id: string;
  position: number;
  sealed_at: Instant;
  to_tx: string;
}

export interface KernelSealer {
  one: Generated<boolean>;
  sealed_to: string;
}

export interface NotesAmendment {
  hash: string;
  id: string;
  note_id: string;
  organization_id: string;
  reason: string;
  signed_as: string;
  signed_at: Instant;
  signed_by: string;
  text: string;
}

export interface NotesCoSigning {
  at: Instant;
  comment: string | null;
  id: string;
  note_id: string;
  organization_id: string;
  outcome: string;
  signed_as: string;
  staff_id: string;
}

export interface NotesCounselingKey {
  organization_id: string;
  staff_id: string;
  wrapped: Buffer;
}

export interface NotesCounselingNote {
  author: string;
  begun_at: Instant;
  client_id: string;
  id: string;
  on_day: Day;
  organization_id: string;
  sealed: Buffer;
  session_id: string | null;
  updated_at: Instant;
  version: Generated<number>;
}

export interface NotesDraft {
  author: string;
  begun_at: Instant;
  client_id: string;
  copied: Generated<string[]>;
  dropped_at: Instant | null;
  facts: Generated<Json>;
  id: string;
  kind: string;
  minutes: number;
  note_id: string | null;
  organization_id: string;
  parts: Json;
  replaces: string | null;
  restricted: Generated<boolean>;
  session_id: string | null;
  starts_at: Instant;
  template: string;
  updated_at: Instant;
  version: Generated<number>;
}

export interface NotesGroupNote {
  begun_at: Instant;
  begun_by: string;
  check_in: Generated<string>;
  closing: Generated<string>;
  homework: Generated<string>;
  organization_id: string;
  session_id: string;
  shared: Generated<string>;
  signed_at: Instant | null;
  skill: Generated<string>;
  topic: Generated<string>;
  version: Generated<number>;
}

export interface NotesGuard {
  guard: string;
  organization_id: string;
  set_at: Instant;
  set_by: string;
  severity: string;
}

export interface NotesKeeping {
  about: string;
  client_id: string | null;
  guard: string;
  id: string;
  kept_at: Instant;
  kept_by: string;
  organization_id: string;
  words_hash: string;
}

export interface NotesLine {
  client_id: string;
  follow_up: string | null;
  id: string;
  mood: string | null;
  objective: Generated<string>;
  organization_id: string;
  own: Generated<string>;
  participation: string | null;
  response: string | null;
  risk: Generated<boolean>;
  session_id: string;
  updated_at: Instant;
  version: Generated<number>;
}

export interface NotesNote {
  awaits: Generated<boolean>;
  client_id: string;
  ends_at: Instant;
  facts: Generated<Json>;
  hash: string;
  id: string;
  kind: string;
  led_by: Generated<string[]>;
  minutes: number;
  on_day: Day;
  organization_id: string;
  own: Generated<string>;
  parts: Json;
  replaces: string | null;
  restricted: Generated<boolean>;
  session_id: string | null;
  signed_as: string;
  signed_at: Instant;
  signed_by: string;
  starts_at: Instant;
  template: string;
  title: string;
  topic: Generated<string>;
  words: Generated<string>;
  zone: string;
}

export interface NotesSnippet {
  id: string;
  name: string;
  organization_id: string;
  staff_id: string;
  text: string;
  version: Generated<number>;
}

export interface NotesWithdrawal {
  at: Instant;
  note_id: string;
  organization_id: string;
  staff_id: string;
}

export interface NotesWithdrawalReason {
  note_id: string;
  organization_id: string;
  reason: string;
}

export interface PeopleCareTeam {
  client_id: string;
  duty: string;
  from_at: Instant;
  id: string;
  organization_id: string;
  staff_id: string;
  until_at: Instant | null;
}

export interface PeopleClient {
  born_on: Day;
  chosen_name: string | null;
  created_at: Instant;
  find_key: string;
  id: string;
  languages: Generated<string[]>;
  legal_family: string;
  legal_given: string;
  merged_into: string | null;
  organization_id: string;
  pronouns: string | null;
  record_number: number;
  sort_key: Generated<string>;
  tags: Generated<string[]>;
  version: Generated<number>;
}

export interface PeopleClientAlias {
  alias_id: string;
  client_id: string;
  merged_at: Instant;
  organization_id: string;
  reason: string;
}

export interface PeopleContact {
  client_id: string;
  ended_on: Day | null;
  id: string;
  kind: string;
  label: Generated<string>;
  may_call: Generated<boolean>;
  may_mail: Generated<boolean>;
  may_text: Generated<boolean>;
  organization_id: string;
  value: string;
}

export interface PeopleLicense {
  credential: string;
  expires_on: Day;
  id: string;
  number: string;
  organization_id: string;
  staff_id: string;
  state: string;
  valid_from: Day;
}

export interface PeopleOrganization {
  clock: Generated<string>;
  created_at: Instant;
  name: string;
  next_record_number: Generated<number>;
  organization_id: string;
}

export interface PeopleProgram {
  closed_on: Day | null;
  id: string;
  level: string;
  name: string;
  organization_id: string;
  preset: string;
}

export interface PeopleSite {
  address: string | null;
  closed_on: Day | null;
  id: string;
  name: string;
  opened_on: Day;
  organization_id: string;
  phone: string | null;
  zone: string;
}

export interface PeopleStaff {
  credential: string | null;
  ended_on: Day | null;
  family: string;
  given: string;
  id: string;
  organization_id: string;
  phone: string | null;
  started_on: Day;
}

export interface PeopleStaffSite {
  organization_id: string;
  site_id: string;
  staff_id: string;
}

export interface PeopleStay {
  client_id: string;
  during: Generated<string>;
  end_reason: string | null;
  ends_on: Day | null;
  id: string;
  opened_at: Instant;
  organization_id: string;
  program_id: string;
  reason: string;
  site_id: string;
  starts_on: Day;
  track_id: string | null;
  version: Generated<number>;
}

export interface PeopleSupporter {
  client_id: string;
  email: string | null;
  emergency: Generated<boolean>;
  ended_on: Day | null;
  id: string;
  name: string;
  organization_id: string;
  phone: string | null;
  relation: string;
}

export interface PeopleTrack {
  closed_on: Day | null;
  id: string;
  name: string;
  organization_id: string;
  part_of_day: string;
  program_id: string;
  site_id: string;
}

export interface SignInAccount {
  active: Generated<boolean>;
  code_last_step: Generated<number>;
  code_secret: Buffer | null;
  created_at: Instant;
  email: string;
  id: string;
  organization_id: string;
  password_hash: string | null;
  person_id: string;
  roles: string[];
  side: string;
  site_ids: Generated<string[]>;
}

export interface SignInPersona {
  account_id: string;
  credential: string | null;
  name: string;
  organization_id: string;
  position: number;
  says: string;
}

export interface SignInSession {
  account_id: string;
  confirmed_at: Instant | null;
  device: string;
  ended_at: Instant | null;
  id: string;
  last_seen_at: Instant;
  locked_at: Instant | null;
  organization_id: string;
  side: string;
  started_at: Instant;
  token_hash: Buffer;
}

export interface SignInTicket {
  account_id: string;
  made_at: Instant;
  organization_id: string;
  secret: Buffer | null;
  token_hash: Buffer;
  used_at: Instant | null;
}

export interface SignInToken {
  account_id: string;
  created_at: Instant;
  ended_at: Instant | null;
  expires_at: Instant;
  id: string;
  organization_id: string;
  scope: string[];
  token_hash: Buffer;
}

export interface SignInTry {
  failed: number;
  paused_until: Instant | null;
  since: Instant;
  who: string;
}

export interface TimetableAbsence {
  client_id: string;
  excused: boolean;
  from_at: Instant;
  id: string;
  organization_id: string;
  reason: string;
  told_at: Instant;
  told_to: string | null;
  until_at: Instant;
  withdrawn_at: Instant | null;
}

export interface TimetableAttendee {
  because: Generated<string>;
  booked_at: Instant;
  client_id: string;
  ended_at: Instant | null;
  id: string;
  organization_id: string;
  session_id: string;
}

export interface TimetableCurriculum {
  closed_on: Day | null;
  id: string;
  name: string;
  organization_id: string;
}

export interface TimetableFacilitator {
  from_on: Day;
  group_id: string;
  lead: boolean;
  organization_id: string;
  staff_id: string;
  until_on: Day | null;
}

export interface TimetableFeed {
  id: string;
  made_at: Instant;
  organization_id: string;
  person_id: string;
  revoked_at: Instant | null;
  secret_hash: Buffer;
  side: string;
}

export interface TimetableGroup {
  capacity: number;
  cohort: string | null;
  cohort_value: string | null;
  curriculum_id: string | null;
  end_reason: string | null;
  ends_on: Day | null;
  id: string;
  least: Generated<number>;
  link: string | null;
  mode: Generated<string>;
  name: string;
  open: Generated<boolean>;
  organization_id: string;
  service: string;
  site_id: string;
  starts_on: Day;
  track_id: string | null;
  version: Generated<number>;
}

export interface TimetableKeepApart {
  client_id: string;
  ended_at: Instant | null;
  id: string;
  made_at: Instant;
  organization_id: string;
  other_id: string;
  reason: string;
}

export interface TimetableLeader {
  for_staff: string | null;
  lead: boolean;
  organization_id: string;
  session_id: string;
  staff_id: string;
}

export interface TimetableLedClients {
  client_id: string | null;
  staff_id: string | null;
}

export interface TimetableMeeting {
  breaks: Generated<Json>;
  from_on: Day;
  group_id: string;
  id: string;
  length_minutes: number;
  organization_id: string;
  room_id: string | null;
  starts: string;
  until_on: Day | null;
  weekday: number;
}

export interface TimetableOffer {
  answer: string | null;
  answered_at: Instant | null;
  client_id: string;
  expires_at: Instant;
  from_on: Day;
  group_id: string;
  id: string;
  made_at: Instant;
  organization_id: string;
  out_of_order_because: string | null;
  waiting_id: string;
}

export interface TimetableOverride {
  at: Instant;
  by_staff: string | null;
  client_id: string | null;
  conflicts: string[];
  doing: string;
  group_id: string | null;
  id: string;
  organization_id: string;
  reason: string;
  session_id: string | null;
}

export interface TimetableRemote {
  agreed: boolean;
  client_id: string;
  location: string;
  mode: string;
  organization_id: string;
  recorded_at: Instant;
  recorded_by: string;
  session_id: string;
}

export interface TimetableSeat {
  client_id: string;
  during: Generated<string>;
  end_reason: string | null;
  from_on: Day;
  given_at: Instant;
  group_id: string;
  id: string;
  organization_id: string;
  stay_id: string;
  until_on: Day | null;
}

export interface TimetableSession {
  breaks: Generated<Json>;
  cancel_reason: string | null;
  canceled_at: Instant | null;
  canceled_kind: string | null;
  change_reason: string | null;
  ends_at: Instant;
  group_id: string | null;
  id: string;
  link: string | null;
  meeting_id: string | null;
  mode: Generated<string>;
  moved_at: Instant | null;
  on_day: Day;
  organization_id: string;
  planned_on: Day | null;
  room_id: string | null;
  series_id: string | null;
  service: string;
  site_id: string;
  starts_at: Instant;
  though_closed: Generated<boolean>;
  topic: string | null;
  topic_chosen: Generated<boolean>;
  topic_id: string | null;
  version: Generated<number>;
}

export interface TimetableTopic {
  curriculum_id: string;
  dropped_at: Instant | null;
  homework: string | null;
  id: string;
  organization_id: string;
  position: number;
  title: string;
}

export interface TimetableWaiting {
  ahead_because: string | null;
  asked_at: Instant;
  client_id: string;
  group_id: string;
  id: string;
  left_at: Instant | null;
  left_because: string | null;
  organization_id: string;
}

export interface WelcomeFace {
  crisis_phone: string | null;
  exit_address: string;
  mail_name: string | null;
  organization_id: string;
  place: string;
  shown: boolean;
  version: Generated<number>;
}

export interface WelcomeHost {
  host: string;
  organization_id: string;
}

export interface WelcomeKnock {
  hour: Instant;
  organization_id: string;
  times: number;
  who: string;
}

export interface WelcomePartner {
  agreed_until: Day | null;
  ended_on: Day | null;
  id: string;
  level: string;
  name: string;
  organization_id: string;
  phone: string | null;
}

export interface WelcomePlace {
  client_id: string;
  from_on: Day;
  id: string;
  made_at: Instant;
  organization_id: string;
  out_of_order_because: string | null;
  staff_id: string | null;
  track_id: string;
  waiting_id: string;
}

export interface WelcomePlaceSeat {
  offer_id: string;
  organization_id: string;
  place_id: string;
}

export interface WelcomeSiteWords {
  access: string;
  language: string;
  organization_id: string;
  site_id: string;
}

export interface WelcomeTouch {
  at: Instant;
  id: string;
  note: string | null;
  organization_id: string;
  staff_id: string | null;
  waiting_id: string;
  way: string;
  well: string;
}

export interface WelcomeWaiting {
  ahead: string | null;
  ahead_because: string | null;
  asked_at: Instant;
  cohort: string | null;
  cohort_value: string | null;
  contact_due_at: Instant;
  contact_id: string;
  id: string;
  left_at: Instant | null;
  left_because: string | null;
  organization_id: string;
  program_id: string;
  track_id: string | null;
  version: Generated<number>;
}

export interface DB {
  "attendance.attempt": AttendanceAttempt;
  "attendance.closing": AttendanceClosing;
  "attendance.mark": AttendanceMark;
  "attendance.sign": AttendanceSign;
  "attendance.sign_in_code": AttendanceSignInCode;
  "attendance.tablet": AttendanceTablet;
  "attendance.unplaced": AttendanceUnplaced;
  "calendar.booking": CalendarBooking;
  "calendar.closure": CalendarClosure;
  "calendar.opening": CalendarOpening;
  "calendar.room": CalendarRoom;
  "calendar.travel": CalendarTravel;
  "calendar.unavailable": CalendarUnavailable;
  "coverage.network": CoverageNetwork;
  "coverage.payer": CoveragePayer;
  "coverage.policy": CoveragePolicy;
  "coverage.price": CoveragePrice;
  "coverage.scale": CoverageScale;
  "coverage.verification": CoverageVerification;
  "desk.file": DeskFile;
  "desk.file_chunk": DeskFileChunk;
  "desk.message": DeskMessage;
  "desk.task": DeskTask;
  "inquiry.appointment": InquiryAppointment;
  "inquiry.asked": InquiryAsked;
  "inquiry.call": InquiryCall;
  "inquiry.contact": InquiryContact;
  "inquiry.referral": InquiryReferral;
  "inquiry.reported": InquiryReported;
  "inquiry.source": InquirySource;
  "kernel.client_key": KernelClientKey;
  "kernel.cron": KernelCron;
  "kernel.cursor": KernelCursor;
  "kernel.journal": KernelJournal;
  "kernel.journal_subject": KernelJournalSubject;
  "kernel.request_key": KernelRequestKey;
  "kernel.seal": KernelSeal;
  "kernel.sealer": KernelSealer;
  "notes.amendment": NotesAmendment;
  "notes.co_signing": NotesCoSigning;
  "notes.counseling_key": NotesCounselingKey;
  "notes.counseling_note": NotesCounselingNote;
  "notes.draft": NotesDraft;
  "notes.group_note": NotesGroupNote;
  "notes.guard": NotesGuard;
  "notes.keeping": NotesKeeping;
  "notes.line": NotesLine;
  "notes.note": NotesNote;
  "notes.snippet": NotesSnippet;
  "notes.withdrawal": NotesWithdrawal;
  "notes.withdrawal_reason": NotesWithdrawalReason;
  "people.care_team": PeopleCareTeam;
  "people.client": PeopleClient;
  "people.client_alias": PeopleClientAlias;
  "people.contact": PeopleContact;
  "people.license": PeopleLicense;
  "people.organization": PeopleOrganization;
  "people.program": PeopleProgram;
  "people.site": PeopleSite;
  "people.staff": PeopleStaff;
  "people.staff_site": PeopleStaffSite;
  "people.stay": PeopleStay;
  "people.supporter": PeopleSupporter;
  "people.track": PeopleTrack;
  "sign_in.account": SignInAccount;
  "sign_in.persona": SignInPersona;
  "sign_in.session": SignInSession;
  "sign_in.ticket": SignInTicket;
  "sign_in.token": SignInToken;
  "sign_in.try": SignInTry;
  "timetable.absence": TimetableAbsence;
  "timetable.attendee": TimetableAttendee;
  "timetable.curriculum": TimetableCurriculum;
  "timetable.facilitator": TimetableFacilitator;
  "timetable.feed": TimetableFeed;
  "timetable.group": TimetableGroup;
  "timetable.keep_apart": TimetableKeepApart;
  "timetable.leader": TimetableLeader;
  "timetable.led_clients": TimetableLedClients;
  "timetable.meeting": TimetableMeeting;
  "timetable.offer": TimetableOffer;
  "timetable.override": TimetableOverride;
  "timetable.remote": TimetableRemote;
  "timetable.seat": TimetableSeat;
  "timetable.session": TimetableSession;
  "timetable.topic": TimetableTopic;
  "timetable.waiting": TimetableWaiting;
  "welcome.face": WelcomeFace;
  "welcome.host": WelcomeHost;
  "welcome.knock": WelcomeKnock;
  "welcome.partner": WelcomePartner;
  "welcome.place": WelcomePlace;
  "welcome.place_seat": WelcomePlaceSeat;
  "welcome.site_words": WelcomeSiteWords;
  "welcome.touch": WelcomeTouch;
  "welcome.waiting": WelcomeWaiting;
}
