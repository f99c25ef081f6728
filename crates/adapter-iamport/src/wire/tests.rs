mod any_answer;
mod official;
mod reading;
mod writing;
