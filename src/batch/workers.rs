//! Workers: threads that set articles and write their files, and the order of their reports.
//!
//! A worker waits for the disk once for the files of several articles, and gives them their names then.
//!
//! One thread reads articles, as many as were asked for set them, and the calling one takes the reports and hands
//! them on in order. An article is taken in only when few are under way, so that one that takes long holds the
//! others up rather than letting their reports pile up.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, scope};
use std::time::{Duration, Instant};

use super::clash::replaced;
use super::group::Groups;
use super::manifest::{Line, Manifest, Output, VERSION};
use super::report::{File, Report, State};
use super::task::{Task, each};
use super::{Plan, digest};
use crate::diagnostics::{Place, Problem, Problems, lasts, refusal};
use crate::document::Bulletin;
use crate::fonts::Library;
use crate::input::Opened;
use crate::output::{Folder, Staged, Unwritable};
use crate::produce::{Engine, Format, moment};
use crate::say;

/// How many articles may be under way for each worker: enough that none waits for the reader, or for another's
/// long article, and no more than fit in memory with ease.
const UNDER_WAY: usize = 16;

/// The same where files wait in memory for their turn in a stream.
const UNDER_WAY_IN_STREAM: usize = 4;

/// The stack of a worker, as much as a main thread has on common systems, so that an article that `build` can
/// set never fails in a batch.
const STACK: usize = 8 << 20;

/// A worker waits for the disk when so many of its files are under way: several articles share the wait.
const FILES_UNDER_WAY: usize = 8;

/// How many files all workers together leave under way when they begin the next article, or one each. Each is held open,
/// beside those of the article at hand and a manifest for each worker, and a system may allow a process 64.
const FILES_OF_ALL: usize = 16;

/// How often a worker that waits for an article looks whether the batch is to stop: a person who has pressed
/// Ctrl-C does not notice it.
const LOOK: Duration = Duration::from_millis(50);

/// What workers share.
pub struct Shop<'a> {
    plan: &'a Plan,
    /// The folder that takes the files; none for a stream.
    folder: Option<&'a Folder>,
    library: &'a Library,
    /// The real paths of the inputs that an output may replace.
    sources: &'a HashSet<PathBuf>,
    stop: &'a Arc<AtomicBool>,
    /// Whether something went wrong that all that follows would meet as well.
    lasting: AtomicBool,
    /// The hash of the settings.
    settings: String,
}

/// What the articles come from.
pub struct Supply {
    pub plan: Arc<Plan>,
    /// The first input, where it has been opened.
    pub opened: Option<Opened>,
    pub groups: Option<Arc<Groups>>,
}

/// What a worker did.
pub struct Done {
    pub report: Report,
    /// What the manifest is to say of it; none where nothing was made.
    pub line: Option<Line>,
    /// The files for the stream.
    pub files: Vec<(String, Vec<u8>)>,
    /// The moment that the files carry, in seconds since 1970.
    pub moment: i64,
    /// Whether the failure would meet the next article too.
    pub lasts: bool,
    /// The files for the folder, which have no names of their own yet.
    staged: Option<Staged>,
}

/// A task or what was done with its number in the order of the inputs.
type Numbered<T> = (u64, T);

/// A manifest for each worker.
///
/// # Errors
/// When there is one that can't be opened.
pub fn manifests(jobs: NonZeroUsize, open: impl Fn() -> io::Result<Manifest>) -> Result<Vec<Manifest>, Problems> {
    (0..jobs.get()).map(|_| open()).collect::<io::Result<_>>().map_err(|error| {
        let what = say!("the manifest of the output folder can't be read: {why}", why = refusal(&error));
        let cure = if lasts(&error) { say!("set fewer articles at one time with --jobs") } else { say!() };
        Problem::error(Place::default(), what, cure).into()
    })
}

impl<'a> Shop<'a> {
    pub fn new(
        plan: &'a Plan,
        folder: Option<&'a Folder>,
        library: &'a Library,
        sources: &'a HashSet<PathBuf>,
        stop: &'a Arc<AtomicBool>,
    ) -> Self {
        Shop {
            plan,
            folder,
            library,
            sources,
            stop,
            lasting: AtomicBool::new(false),
            settings: digest::of_settings(&plan.settings),
        }
    }

    /// Does all tasks, with one manifest for each worker, and hands what was done on in order.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn run(&self, supply: Supply, manifests: Vec<Manifest>, hand_on: &mut dyn FnMut(Done)) -> Result<(), Problems> {
        let each = if self.folder.is_some() { UNDER_WAY } else { UNDER_WAY_IN_STREAM };
        let window = self.plan.jobs.get().saturating_mul(each);
        let (permit, permits) = sync_channel::<()>(window);
        let (give, queue) = channel::<Numbered<Task>>();
        let queue = Mutex::new(queue);
        let thread = |name: &str| Builder::new().name(name.to_owned()).stack_size(STACK);
        // The reader is not waited for: the standard input may give nothing for long.
        let stop = self.stop.clone();
        let read = move || feed(supply, &stop, &permit, &give);
        thread("reader").spawn(read).map_err(|error| no_thread(&error))?;
        scope(|scope| {
            let (tell, done) = channel::<Numbered<Done>>();
            let queue = &queue;
            for (started, manifest) in manifests.into_iter().enumerate() {
                let tell = tell.clone();
                let work = move || self.work(queue, manifest, &tell);
                match thread("worker").spawn_scoped(scope, work) {
                    Ok(_) => {}
                    // Fewer workers than asked for do the same work.
                    Err(_) if started > 0 => break,
                    Err(error) => return Err(no_thread(&error)),
                }
            }
            drop(tell);
            in_order(&done, |done| {
                hand_on(done);
                // The reader may be gone already.
                let _ = permits.try_recv();
            });
            Ok(())
        })
    }

    fn work(&self, queue: &Mutex<Receiver<Numbered<Task>>>, mut manifest: Manifest, tell: &Sender<Numbered<Done>>) {
        let mut engine = Engine::new(self.library, &self.plan.settings);
        let mut written: Vec<Numbered<Done>> = Vec::new();
        let most = (FILES_OF_ALL / self.plan.jobs.get()).clamp(1, FILES_UNDER_WAY);
        // While others wait for a task, or there is none, what is written is ended first.
        let at_once = || {
            let queue = queue.try_lock().ok()?;
            if self.is_to_stop() { None } else { queue.try_recv().ok() }
        };
        while let Some((number, task)) = at_once().or_else(|| {
            self.settle(&mut written, tell);
            self.next(queue)
        }) {
            let done = self.make(&mut engine, &mut manifest, task);
            // What is handed on waits for its turn: until then each article would fail and be told.
            self.lasting.fetch_or(done.lasts, Ordering::Relaxed);
            written.push((number, done));
            let files = written.iter().filter_map(|(_, done)| done.staged.as_ref()).map(Staged::count).sum::<usize>();
            if files == 0 || files >= most {
                self.settle(&mut written, tell);
            }
        }
        self.settle(&mut written, tell);
    }

    /// Waits until all files that are written are on the disk, gives them their names, and tells of them.
    fn settle(&self, written: &mut Vec<Numbered<Done>>, tell: &Sender<Numbered<Done>>) {
        for (_, done) in written.iter_mut() {
            if let Some(Err(unwritable)) = done.staged.as_ref().map(Staged::settle) {
                self.fail(done, unwritable);
            }
        }
        for (number, mut done) in written.drain(..) {
            if let Some(Err(unwritable)) = done.staged.take().map(Staged::rename) {
                self.fail(&mut done, unwritable);
            }
            if tell.send((number, done)).is_err() {
                return;
            }
        }
    }

    /// Notes that a task's files could not be written after all.
    fn fail(&self, done: &mut Done, unwritable: Unwritable) {
        (done.staged, done.line) = (None, None);
        done.lasts = unwritable.lasts;
        self.lasting.fetch_or(done.lasts, Ordering::Relaxed);
        done.report.problems.push(unwritable.problem);
        done.report.state = State::Failed;
        done.report.outputs.clear();
    }

    fn is_to_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.lasting.load(Ordering::Relaxed)
    }

    /// The next task; none when there are no more, or the batch is to stop.
    fn next(&self, queue: &Mutex<Receiver<Numbered<Task>>>) -> Option<Numbered<Task>> {
        loop {
            let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            if self.is_to_stop() {
                return None;
            }
            match queue.recv_timeout(LOOK) {
                Ok(next) => return Some(next),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn make(&self, engine: &mut Engine<'a>, manifest: &mut Manifest, mut task: Task) -> Done {
        let begun = Instant::now();
        let mut done = begin(&mut task);
        let failed = done.report.problems.any_error();
        match task.name(self.plan) {
            Some(name) if !failed => {
                if let Err(problem) = self.set(engine, manifest, task, &name, &mut done) {
                    done.report.problems.push(problem);
                }
            }
            _ => {}
        }
        if done.report.problems.any_error() {
            done.report.state = State::Failed;
            done.report.outputs.clear();
        }
        done.report.time = begun.elapsed();
        done
    }

    /// Makes the files of a task, if they are not up to date.
    fn set(
        &self,
        engine: &mut Engine<'a>,
        manifest: &mut Manifest,
        mut task: Task,
        name: &str,
        done: &mut Done,
    ) -> Result<(), Problem> {
        self.refuse_sources(&task, name)?;
        // What an exporter can't place is placed at the article.
        let first = task.members.first().and_then(|job| job.entry.article.as_ref());
        let here = match first.map(|article| article.headline.origin.start()) {
            None | Some(Place { file: None, .. }) => Place::file(done.report.input.clone()),
            Some(place) => place,
        };
        let (bulletin, folder) = task.bulletin(self.plan.grouping);
        let mut line = Line {
            name: name.to_owned(),
            input: done.report.input.to_string(),
            index: done.report.index,
            content: digest::of_bulletin(&bulletin, &folder, self.plan.settings.assets.as_deref()),
            settings: self.settings.clone(),
            version: VERSION.to_owned(),
            outputs: Vec::new(),
        };
        // A manifest that can't be read is as good as none.
        let earlier = manifest.find(name).ok().flatten().filter(|earlier| earlier.made_from_the_same(&line));
        if let Some(files) = earlier.as_ref().and_then(|earlier| self.up_to_date(earlier)) {
            done.report.outputs = files;
            done.report.state = State::UpToDate;
            // What was met was told when they were made.
            done.report.problems = Problems::default();
            return Ok(());
        }
        let Some((files, pages)) = self.produce(engine, &bulletin, &folder, name, here, done)? else { return Ok(()) };
        let place = match self.folder {
            Some(folder) => {
                let staged = folder.stage_all(&files).map_err(|unwritable| {
                    done.lasts = unwritable.lasts;
                    unwritable.problem
                })?;
                done.staged = Some(staged);
                Some(folder.path())
            }
            None => None,
        };
        for (file, bytes) in &files {
            let path = place.map_or_else(|| PathBuf::from(file), |folder| folder.join(file));
            let pages = pages.filter(|_| file.ends_with(Format::Pdf.extension()));
            let size = bytes.len() as u64;
            done.report.outputs.push(File { path, size, pages });
            line.outputs.push(Output { file: file.clone(), size, pages, sha256: digest::of_file(bytes) });
        }
        done.report.state = State::Made;
        if self.folder.is_some() {
            // Files of other formats, made from the same by an earlier run, are still up to date.
            let more = earlier.map(|earlier| earlier.outputs).unwrap_or_default();
            line.outputs.extend(more.into_iter().filter(|more| !files.iter().any(|(file, _)| *file == more.file)));
            line.outputs.sort_by(|one, other| one.file.cmp(&other.file));
            done.line = Some(line);
        } else {
            done.moment = moment(&bulletin, self.plan.settings.time);
            done.files = files;
        }
        Ok(())
    }

    /// An output may not replace what is read.
    fn refuse_sources(&self, task: &Task, name: &str) -> Result<(), Problem> {
        let Some(folder) = self.folder else { return Ok(()) };
        let files: HashSet<PathBuf> = task.members.iter().flat_map(|job| job.files.iter().cloned()).collect();
        for read in [self.sources, &files] {
            if let Some(path) = replaced(folder.path(), name, &self.plan.settings.formats, read) {
                let place = Place::file(path.to_string_lossy());
                let what = say!("it is read, and would be replaced by an output");
                return Err(Problem::error(place, what, say!("choose another folder with -o")));
            }
        }
        Ok(())
    }

    /// The files of a line of the manifest, if all formats asked for stand in the folder with the sizes they had.
    fn up_to_date(&self, line: &Line) -> Option<Vec<File>> {
        let folder = self.folder?.path();
        let stands = |format: &Format| {
            let name = format!("{}.{}", line.name, format.extension());
            let output = line.outputs.iter().find(|output| output.file == name)?;
            let path = folder.join(&name);
            let meta = fs_err::symlink_metadata(&path).ok()?;
            (meta.is_file() && meta.len() == output.size).then_some(File {
                path,
                size: output.size,
                pages: output.pages,
            })
        };
        self.plan.settings.formats.iter().map(stands).collect()
    }

    /// The files' names and bytes, and the number of pages; none where an error was met, which is told.
    #[allow(clippy::type_complexity, reason = "the names would say no more than the sentence above")]
    fn produce(
        &self,
        engine: &mut Engine<'a>,
        bulletin: &Bulletin,
        folder: &Path,
        name: &str,
        here: Place,
        done: &mut Done,
    ) -> Result<Option<(Vec<(String, Vec<u8>)>, Option<usize>)>, Problem> {
        // A fault of this program in one article must not cost the others.
        let produced = match catch_unwind(AssertUnwindSafe(|| engine.produce(bulletin, folder))) {
            Ok(produced) => produced,
            Err(_) => {
                *engine = Engine::new(self.library, &self.plan.settings);
                return Err(fault(here, done.report.index));
            }
        };
        for mut problem in produced.problems {
            if problem.place == Place::default() {
                problem.place = here.clone();
            }
            done.report.problems.push(problem);
        }
        if done.report.problems.any_error() {
            return Ok(None);
        }
        let named = |(format, bytes): (Format, Vec<u8>)| (format!("{name}.{}", format.extension()), bytes);
        Ok(Some((produced.files.into_iter().map(named).collect(), produced.pages)))
    }
}

/// The report of a task on which nothing has been done.
fn begin(task: &mut Task) -> Done {
    let mut problems = Problems::default();
    let mut articles = Vec::new();
    for job in &mut task.members {
        problems.append(std::mem::take(&mut job.entry.problems));
        if task.group.is_some() {
            articles.push((job.input.name.clone(), job.entry.index));
        }
    }
    let first = task.members.first();
    let report = Report {
        input: first.map_or_else(|| "".into(), |job| job.input.name.clone()),
        index: task.index(),
        id: first.and_then(|job| job.entry.article.as_ref()?.id.clone()),
        articles,
        state: State::Skipped,
        outputs: Vec::new(),
        problems,
        time: Duration::ZERO,
    };
    Done { report, line: None, files: Vec::new(), moment: 0, lasts: false, staged: None }
}

fn fault(here: Place, index: usize) -> Problem {
    let what = say!("nashra failed at article {index}, which is a fault of nashra's", index);
    Problem::error(here, what, say!("please report it with the article"))
}

fn no_thread(error: &io::Error) -> Problems {
    Problem::error(
        Place::default(),
        say!("the system gives no thread: {error}", error = refusal(error)),
        say!("try --jobs 1"),
    )
    .into()
}

/// Reads tasks and puts those of this shard into the queue, each when it is permitted.
fn feed(supply: Supply, stop: &AtomicBool, permit: &SyncSender<()>, give: &Sender<Numbered<Task>>) {
    let Supply { plan, opened, groups } = supply;
    let mut number = 0;
    // Whether it breaks off or comes to the end, there is nothing more to do.
    let _ = each(&plan, opened, groups.as_deref(), &mut |task| {
        if stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        if !task.is_for(&plan) {
            return ControlFlow::Continue(());
        }
        if permit.send(()).is_err() || give.send((number, task)).is_err() {
            return ControlFlow::Break(());
        }
        number += 1;
        ControlFlow::Continue(())
    });
}

/// Hands on what was done in the order of the numbers.
fn in_order(done: &Receiver<Numbered<Done>>, mut hand_on: impl FnMut(Done)) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, done) in done {
        waiting.insert(number, done);
        while let Some(done) = waiting.remove(&next) {
            hand_on(done);
            next += 1;
        }
    }
}
