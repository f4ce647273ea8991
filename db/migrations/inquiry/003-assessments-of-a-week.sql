-- A week shows the assessments that were held as well, which the index of the open ones leaves out.
create index appointment_week on inquiry.appointment (organization_id, starts_at);

-- Whether a photo of a card is linked is asked of each that is to be deleted.
create index contact_card_front on inquiry.contact (organization_id, card_front) where card_front is not null;
create index contact_card_back on inquiry.contact (organization_id, card_back) where card_back is not null;
