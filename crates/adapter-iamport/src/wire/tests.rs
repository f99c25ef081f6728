mod any_answer;
mod reading;
mod writing;
