mod any_text;
mod cancels;
mod code_table;
mod people;
mod recorded_texts;
mod stored;
