//! What becomes one set of files: an article, or a bulletin of several.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::group::{Group, Grouping, Groups, section};
use super::jobs::{self, Job};
use super::name::{Facts, Template};
use super::{Plan, digest};
use crate::document::{Article, Bulletin, Date, Section, Text};
use crate::input::Opened;

/// One set of files to be made, or what failed before it could be.
pub struct Task {
    /// The articles, in order; never none. A failed one is alone.
    pub members: Vec<Job>,
    /// The bulletin's position among the bulletins, from 0; none for an article by itself.
    pub group: Option<usize>,
}

impl Task {
    fn single(job: Job) -> Self {
        Task { members: vec![job], group: None }
    }

    /// Where it stands in its input, or among the bulletins.
    pub fn index(&self) -> usize {
        self.group.unwrap_or_else(|| self.members.first().map_or(0, |job| job.entry.index))
    }

    /// The name that its files take; none where there is no article.
    pub fn name(&self, plan: &Plan) -> Option<String> {
        let job = self.members.first()?;
        Some(name(plan, job, job.entry.article.as_ref()?, self.group))
    }

    /// Whether this shard is the one that does it. What failed falls on a shard too, so that it is told once.
    pub fn is_for(&self, plan: &Plan) -> bool {
        if plan.shard.is_whole() {
            return true;
        }
        let articles: Vec<&Article> = self.members.iter().filter_map(|job| job.entry.article.as_ref()).collect();
        let number = if articles.is_empty() {
            digest::number(&self.members.iter().map(|job| (&job.input.stem, job.entry.index)).collect::<Vec<_>>())
        } else {
            digest::number(&articles)
        };
        plan.shard.takes(number)
    }

    /// The bulletin to be made, and the folder that the paths in it are relative to.
    pub fn bulletin(&mut self, grouping: Option<Grouping>) -> (Bulletin, PathBuf) {
        let folder = self.members.first().map_or_else(|| PathBuf::from("."), |job| job.input.folder());
        if self.group.is_none() {
            let job = self.members.first_mut();
            let bulletin = job.and_then(|job| Some((job.entry.article.take()?, job.head.as_deref())));
            return match bulletin {
                Some((article, head)) => (headed(Bulletin::of(article), head), folder),
                None => (Bulletin::default(), folder),
            };
        }
        let mut bulletin = Bulletin::default();
        if let Some(article) = self.members.first().and_then(|job| job.entry.article.as_ref()) {
            bulletin.language = article.language.clone();
            if grouping == Some(Grouping::Date) {
                bulletin.date = article.published.as_ref().and_then(|date| Date::parse(&date.day().to_string()).ok());
            }
        }
        // A bulletin's publisher, logo and theme are kept where all articles come from that bulletin.
        let same = |pair: &[Job]| matches!(pair, [one, next] if one.input.name == next.input.name);
        let head = self.members.first().filter(|_| self.members.windows(2).all(same)).and_then(|job| job.head.clone());
        let mut sections: Vec<Section> = Vec::new();
        for job in &mut self.members {
            let Some(article) = job.entry.article.take() else { continue };
            let title = match grouping {
                Some(Grouping::Section) => job.section.clone().or_else(|| article.categories.first().cloned()),
                _ => job.section.clone(),
            };
            let plain = |title: &Option<Text>| title.as_ref().map(Text::plain);
            match sections.last_mut().filter(|last| plain(&last.title) == plain(&title)) {
                Some(last) => last.articles.push(article),
                None => sections.push(Section { title, articles: vec![article] }),
            }
        }
        bulletin.sections = sections;
        (headed(bulletin, head.as_deref()), folder)
    }
}

/// An article from a bulletin's file keeps that bulletin's publisher and looks.
fn headed(mut bulletin: Bulletin, head: Option<&crate::document::BulletinFile>) -> Bulletin {
    if let Some(head) = head {
        bulletin.publisher.clone_from(&head.publisher);
        bulletin.logo.clone_from(&head.logo);
        bulletin.theme.clone_from(&head.theme);
        bulletin.origins.clone_from(&head.origins);
    }
    bulletin
}

fn name(plan: &Plan, job: &Job, article: &Article, group: Option<usize>) -> String {
    let section = section(job, article);
    let facts = Facts {
        stem: &job.input.stem,
        index: group.unwrap_or(job.entry.index),
        alone: job.alone && group.is_none(),
        section: section.as_deref(),
        article,
    };
    match &plan.name {
        Some(template) => template.fill(&facts),
        None => Template::usual(facts.alone, plan.grouping).fill(&facts),
    }
}

/// Counts the groups of a plan that makes bulletins by day or section; none for other plans. `meet` sees every job.
pub fn groups(plan: &Plan, meet: &mut dyn FnMut(&Job)) -> Option<Groups> {
    let grouping = plan.grouping.filter(|grouping| !matches!(grouping, Grouping::Count(_)))?;
    let mut groups = Groups::default();
    for job in jobs::of(plan, None) {
        meet(&job);
        if let Some(article) = &job.entry.article {
            let named = |number| {
                let begins = (job.input.name.clone(), job.entry.index);
                (name(plan, &job, article, Some(number)), begins)
            };
            groups.count(grouping.key(&job, article), article, named);
        }
    }
    groups.part();
    Some(groups)
}

/// Gives all tasks of a plan, of all shards, in order, until `give` breaks off. `opened` is the first input where
/// it has been opened already; `groups` come from [`groups`].
pub fn each(
    plan: &Plan,
    opened: Option<Opened>,
    groups: Option<&Groups>,
    give: &mut dyn FnMut(Task) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match (plan.grouping, groups) {
        (None, _) => jobs::of(plan, opened).try_for_each(|job| give(Task::single(job))),
        (Some(Grouping::Count(count)), _) => so_many(plan, opened, count.get(), give),
        (Some(grouping), Some(groups)) => {
            (0..groups.passes).try_for_each(|pass| gather(plan, grouping, groups, pass, give))
        }
        (Some(_), None) => ControlFlow::Continue(()),
    }
}

fn so_many(
    plan: &Plan,
    opened: Option<Opened>,
    count: usize,
    give: &mut dyn FnMut(Task) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut members = Vec::new();
    let mut number = 0;
    for job in jobs::of(plan, opened) {
        if job.entry.article.is_none() {
            give(Task::single(job))?;
            continue;
        }
        members.push(job);
        if members.len() == count {
            give(Task { members: std::mem::take(&mut members), group: Some(number) })?;
            number += 1;
        }
    }
    if members.is_empty() { ControlFlow::Continue(()) } else { give(Task { members, group: Some(number) }) }
}

/// Gathers the groups of one pass.
fn gather(
    plan: &Plan,
    grouping: Grouping,
    groups: &Groups,
    pass: usize,
    give: &mut dyn FnMut(Task) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut open: HashMap<usize, Vec<Job>> = HashMap::new();
    for job in jobs::of(plan, None) {
        let Some(article) = &job.entry.article else {
            if pass == 0 {
                give(Task::single(job))?;
            }
            continue;
        };
        // An input that has changed since the first pass may have a group that was not counted: the next run has it.
        let found = groups.find(&grouping.key(&job, article)).filter(|(_, group)| group.pass == pass);
        let Some((number, Group { count, .. })) = found else { continue };
        let members = open.entry(number).or_default();
        members.push(job);
        if members.len() as u64 == *count {
            let members = open.remove(&number).unwrap_or_default();
            give(Task { members, group: Some(number) })?;
        }
    }
    // Nor is one whole from which articles have gone: it is made of those that are left.
    let mut left: Vec<(usize, Vec<Job>)> = open.into_iter().collect();
    left.sort_by_key(|(number, _)| *number);
    left.into_iter().try_for_each(|(number, members)| give(Task { members, group: Some(number) }))
}
